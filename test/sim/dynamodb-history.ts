/** What happened to the items of a table, key by key; its stream must tell the same. */
import type { DescribeTableOutput } from '../../src/generated/dynamodb.ts'
import { type Item, shown } from './dynamodb-model.ts'
import type { Cloud } from './dynamodb-tables.ts'
import { StreamReader } from './stream-reader.ts'

interface Happened {
  readonly key: string
  readonly old: Item | undefined
  readonly next: Item | undefined
  readonly by?: 'expiry'
}

export class History {
  #done = new Map<string, Happened[]>()
  #told = new Map<string, Happened[]>()
  #reader = new StreamReader('')

  async begin({ call }: Cloud): Promise<void> {
    const { Table } = await call<DescribeTableOutput>('DescribeTable', { TableName: 'small' })
    this.#reader = new StreamReader(Table?.LatestStreamArn ?? '')
  }

  note(happened: Happened): void {
    put(this.#done, happened)
  }

  /** Reads on; before what expires meanwhile is noted, a key's story may be one deletion ahead. */
  async read(cloud: Cloud): Promise<void> {
    for (const { dynamodb = {}, userIdentity } of await this.#reader.drain(cloud)) {
      const { Keys = {}, OldImage: old, NewImage: next } = dynamodb
      const key = `${JSON.stringify(Keys['pk'])} ${JSON.stringify(Keys['sk'])}`
      put(this.#told, { key, old, next, ...(userIdentity && { by: 'expiry' }) })
    }
  }

  compare(): void {
    for (const key of new Set([...this.#done.keys(), ...this.#told.keys()])) {
      const [told, done] = [shown(this.#told.get(key)), shown(this.#done.get(key))]
      if (told !== done) throw new Error(`the stream tells of ${key} ${told} for ${done}`)
    }
  }

  /** Answers how to come back to what is known now. */
  save(): () => void {
    const copied = [...this.#done].map(([key, all]) => [key, [...all]] as const)
    return () => {
      this.#done = new Map(copied.map(([key, all]) => [key, [...all]]))
    }
  }
}

function put(to: Map<string, Happened[]>, happened: Happened): void {
  const known = to.get(happened.key) ?? []
  known.push(happened)
  to.set(happened.key, known)
}
