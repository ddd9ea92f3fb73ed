/** Run as a process of its own: writes batches into a data directory until it is killed. */
import { openDataDirectory } from '../../src/engines/data-directory.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { afterPrefix, keyOf } from '../../src/kernel/store/key.ts'
import type { Range, Store } from '../../src/kernel/store/store.ts'

/** A batch is an entry here, its twin and `latest`, which belong together. */
export const batches: Range = { start: keyOf('batch'), end: afterPrefix(keyOf('batch')) }
export const twins: Range = { start: keyOf('twin'), end: afterPrefix(keyOf('twin')) }

async function main(): Promise<void> {
  const [path = '', mode = '', fillerBytes = '400'] = process.argv.slice(2)
  const random = seededRandom('writer')
  const durable = mode === 'durable'
  let store: Store | undefined
  try {
    const directory = await openDataDirectory({ path, version: '1.0.0', random, durable })
    store = directory.store
    await writeForEver(store, 'x'.repeat(Number(fillerBytes)))
  } catch (error) {
    const { name, kind, message } = error as Error & { kind?: string }
    // A promise that was rejected and not handled would end the process here.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    const count = store?.count(batches)
    process.stdout.write(`${JSON.stringify({ name, kind, message, count })}\n`, () =>
      process.exit(0),
    )
  }
}

/** A batch's number is told once it is acknowledged. */
async function writeForEver(store: Store, filler: string): Promise<never> {
  const [last] = store.range({ ...batches, reverse: true, limit: 1 })
  for (let number = last ? (last[1] as { number: number }).number + 1 : 1; ; number++) {
    await store.commit([
      { key: keyOf('batch', number), value: { number, filler } },
      { key: keyOf('twin', number), value: { number, bytes: Buffer.from(filler) } },
      { key: keyOf('latest'), value: number },
    ])
    process.stdout.write(`${number}\n`)
    if (number % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Tests import the ranges alone. */
if (process.argv[1]?.includes('writing-process')) await main()
