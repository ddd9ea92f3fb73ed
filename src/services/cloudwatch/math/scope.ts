import type { Pieces } from '../pieces.ts'
import type { Frame, TimeSeries, Value } from './value.ts'

/** What an expression may refer to. */
export interface Scope {
  readonly frame: Frame
  /** What the query of an id gives; `undefined`: there is none. */
  find(id: string): Pieces<Value | undefined>
  /** Seconds; `undefined` for what is no metric. */
  periodOf(id: string): number | undefined
  /** The metrics among the queries, those whose id holds a text. */
  metrics(text: string): Pieces<readonly TimeSeries[]>
  search(
    query: string,
    statistic: string,
    period: number | undefined,
  ): Pieces<readonly TimeSeries[]>
}
