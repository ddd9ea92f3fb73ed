/** A chart over time as data: terminals and files draw it. */
import type { Text } from './lab.ts'

export interface Chart {
  /** Of the file that it is written to, without its ending. */
  readonly name: string
  readonly title: Text
  /** Of all values, such as "units a second". */
  readonly unit: Text
  /** Seconds that a value stands for; the first begins at 0. */
  readonly stepSeconds: number
  /** Drawn one behind the other as areas and lines. */
  readonly series: readonly ChartSeries[]
  /** Instants that are worth a mark. */
  readonly marks: readonly { readonly atSeconds: number; readonly text: Text }[]
}

export interface ChartSeries {
  readonly name: Text
  /** What the values are: a level to stay below, what was taken, what was refused. */
  readonly kind: 'limit' | 'taken' | 'refused'
  readonly values: readonly number[]
}
