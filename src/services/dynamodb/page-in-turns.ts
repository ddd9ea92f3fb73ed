/** Pages that are read before the call runs, in turns with the calls of others. */
import type { BeforeCall } from '../../kernel/call.ts'
import { type Page, PageReading, type PageRequest } from './page.ts'
import type { state as dynamodb } from './state.ts'

/** The call before it runs. */
export type ReadingAhead<Input extends object> = BeforeCall<Input, typeof dynamodb>

/**
 * AWS isolates pages from no write either: of what is written while one is read, it may have some.
 * @returns the page; throws what asking or reading threw, so that `run` refuses the call
 */
export async function readInTurns(
  call: ReadingAhead<object>,
  ask: () => PageRequest,
): Promise<() => Page> {
  try {
    const page = await pageInTurns(call, ask())
    return () => page
  } catch (error) {
    return () => {
      throw error
    }
  }
}

export async function pageInTurns(
  { state, othersTurn }: ReadingAhead<object>,
  request: PageRequest,
): Promise<Page> {
  const reading = new PageReading(state, request)
  while (!reading.readOn()) await othersTurn()
  return reading.page()
}
