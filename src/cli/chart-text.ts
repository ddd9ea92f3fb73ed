/** A chart in characters: what was taken and refused as columns, the limit as a line. */
import type { createColors } from 'picocolors'
import type { Chart } from '../labs/chart.ts'
import type { Language } from '../labs/lab.ts'
import { type Column, columnsOf, shownMinutes, ticksOf, topOf } from './chart-scale.ts'

type Colours = Pick<ReturnType<typeof createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>

const rows = 12
const axisWidth = 5

const marks = { taken: '█', refused: '▒', limit: '─', nothing: ' ' } as const
type Cell = keyof typeof marks

/** One character a step; as wide as the chart has steps. */
export function chartLines(chart: Chart, language: Language, colours: Colours): readonly string[] {
  const paint: Readonly<Record<Cell, (text: string) => string>> = {
    taken: colours.green,
    refused: colours.red,
    limit: colours.yellow,
    nothing: (text) => text,
  }
  const top = topOf(chart)
  const columns = columnsOf(chart)
  const lines = Array.from({ length: rows }, (_, at) => {
    const row = rows - at
    const cells = columns.map((column) => cellAt(column, (row * top) / rows, top / rows))
    const label = row % 3 === 0 ? String(Math.round((row * top) / rows)) : ''
    return `${label.padStart(axisWidth)} │${painted(cells, paint)}`
  })
  const legend = chart.series.map(
    ({ kind, name }) => `${paint[kind](marks[kind])} ${name[language]}`,
  )
  return [
    `${colours.bold(chart.title[language])} ${colours.dim(`(${chart.unit[language]})`)}`,
    ...lines,
    `${'0'.padStart(axisWidth)} └${'─'.repeat(columns.length)}`,
    `${' '.repeat(axisWidth + 2)}${axisOf(chart, columns.length)}`,
    `${' '.repeat(axisWidth + 2)}${legend.join('   ')}`,
    ...chart.marks.map(
      ({ atSeconds, text }) =>
        `${' '.repeat(axisWidth + 2)}${colours.dim(shownMinutes(atSeconds))} ${text[language]}`,
    ),
  ]
}

/** The cell whose upper edge is at `value`; a column fills it from its middle on, behind the limit. */
function cellAt({ limit, taken, refused }: Column, value: number, height: number): Cell {
  const middle = value - height / 2
  if (limit > value - height && limit <= value) return 'limit'
  if (taken >= middle) return 'taken'
  return taken + refused >= middle ? 'refused' : 'nothing'
}

/** Neighbours of one colour are coloured once. */
function painted(
  cells: readonly Cell[],
  paint: Readonly<Record<Cell, (text: string) => string>>,
): string {
  const runs: { cell: Cell; count: number }[] = []
  for (const cell of cells) {
    const last = runs.at(-1)
    if (last?.cell === cell) last.count++
    else runs.push({ cell, count: 1 })
  }
  return runs.map(({ cell, count }) => paint[cell](marks[cell].repeat(count))).join('')
}

function axisOf({ stepSeconds }: Chart, width: number): string {
  let line = ''
  for (const seconds of ticksOf(width * stepSeconds)) {
    const at = Math.round(seconds / stepSeconds)
    const isFree = line === '' || at > line.length
    if (isFree && at < width) line = line.padEnd(at) + shownMinutes(seconds)
  }
  return line
}
