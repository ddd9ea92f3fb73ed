import { afterPrefix, keyOf, leadingTexts } from './store/key.ts'
import type { Reader } from './store/store.ts'

/** The regions in which an account keeps anything: those of global services, too. */
export function regionsOf(store: Pick<Reader, 'range'>, account: string): string[] {
  const regions: string[] = []
  const end = afterPrefix(keyOf(account))
  for (let start = keyOf(account); ;) {
    const [next] = [...store.range({ start, end, limit: 1 })]
    const region = next && leadingTexts(next[0], 2)?.[1]
    if (region === undefined) return regions
    regions.push(region)
    start = afterPrefix(keyOf(account, region))
  }
}
