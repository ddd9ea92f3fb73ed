/** The items of a page as they are gathered: themselves, or their JSON where that is what is answered. */
import { preparedJson } from '../../kernel/prepared-json.ts'
import { writeAttributes } from './attribute-json.ts'
import type { Attributes } from './attribute-value.ts'
import { answered } from './projection.ts'
import type { Item } from './state.ts'

/** What is ready JSON, into which nobody may look: each item, or the list of all together. */
export type Written = 'each' | 'together' | undefined

export interface PageItems {
  readonly count: number
  /** @param shown what the page has of the item, where that isn't all of it */
  add(item: Item, shown: Attributes | undefined): void
  /** Others have a turn now. */
  pause(): void
  all(): readonly Attributes[]
}

export function pageItems(written: Written): PageItems {
  return written === 'together' ? new JoinedItems() : new ItemList(written === 'each')
}

class ItemList implements PageItems {
  readonly #items: Attributes[] = []
  readonly #writesJson: boolean

  constructor(writesJson: boolean) {
    this.#writesJson = writesJson
  }

  get count(): number {
    return this.#items.length
  }

  add(item: Item, shown: Attributes | undefined): void {
    this.#items.push(shown ?? answered(item, undefined, { writesJson: this.#writesJson }))
  }

  pause(): void {}

  all(): readonly Attributes[] {
    return this.#items
  }
}

/** Joined turn by turn: a megabyte of small items joined at the end would hold everybody up. */
class JoinedItems implements PageItems {
  count = 0
  readonly #pieces: string[] = []
  #texts: string[] = []

  add(item: Item, shown: Attributes | undefined): void {
    this.count++
    this.#texts.push(
      shown ? writeAttributes(shown) : (item.json ?? writeAttributes(item.attributes)),
    )
  }

  pause(): void {
    if (this.#texts.length === 0) return
    this.#pieces.push(this.#texts.join(','))
    this.#texts = []
  }

  all(): readonly Attributes[] {
    this.pause()
    return preparedJson(`[${this.#pieces.join(',')}]`)
  }
}
