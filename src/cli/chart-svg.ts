/** A chart as an SVG document, readable on light and dark pages. */
import type { Chart, ChartSeries } from '../labs/chart.ts'
import type { Language } from '../labs/lab.ts'
import { columnsOf, shownMinutes, ticksOf, topOf } from './chart-scale.ts'

const width = 760
const height = 360
const plot = { left: 56, right: 20, top: 56, bottom: 64 }
const plotWidth = width - plot.left - plot.right
const plotHeight = height - plot.top - plot.bottom

const fills: Readonly<Record<ChartSeries['kind'], string>> = {
  taken: '#2e9e5b',
  refused: '#d64545',
  limit: '#c98a00',
}

/** The whole document. */
export function chartSvg(chart: Chart, language: Language): string {
  const seconds = columnsOf(chart).length * chart.stepSeconds
  const top = topOf(chart)
  const scale: Scale = {
    x: (atSeconds) => plot.left + (atSeconds / seconds) * plotWidth,
    y: (value) => plot.top + plotHeight * (1 - value / top),
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" lang="${language}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text({ x: plot.left, y: 24, size: 15 }, chart.title[language]),
    text({ x: plot.left, y: 44, fill: '#666666' }, chart.unit[language]),
    ...grid(top, seconds, scale),
    ...columns(chart, scale),
    limitLine(chart, scale),
    ...marked(chart, scale, language),
    ...legend(chart, language),
    '</svg>',
    '',
  ].join('\n')
}

/** From seconds and values to pixels. */
interface Scale {
  x(seconds: number): number
  y(value: number): number
}

function grid(top: number, seconds: number, { x, y }: Scale): readonly string[] {
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top)
  return [
    ...levels.flatMap((level) => [
      `<line x1="${plot.left}" x2="${width - plot.right}" y1="${at(y(level))}" y2="${at(y(level))}" stroke="#dddddd"/>`,
      text({ x: plot.left - 8, y: y(level) + 4, anchor: 'end' }, String(Math.round(level))),
    ]),
    ...ticksOf(seconds).map((tick) =>
      text({ x: x(tick), y: height - plot.bottom + 18, anchor: 'middle' }, shownMinutes(tick)),
    ),
  ]
}

function columns(chart: Chart, { x, y }: Scale): readonly string[] {
  const { stepSeconds } = chart
  const width = at(x(stepSeconds) - x(0) - 1)
  const bar = (kind: ChartSeries['kind'], step: number, from: number, to: number) =>
    to > from
      ? [
          `<rect x="${at(x(step * stepSeconds))}" width="${width}" y="${at(y(to))}" height="${at(y(from) - y(to))}" fill="${fills[kind]}"/>`,
        ]
      : []
  return columnsOf(chart).flatMap(({ taken, refused }, step) => [
    ...bar('taken', step, 0, taken),
    ...bar('refused', step, taken, taken + refused),
  ])
}

function limitLine(chart: Chart, { x, y }: Scale): string {
  const { stepSeconds } = chart
  const points = columnsOf(chart).flatMap(({ limit }, step) => [
    `${at(x(step * stepSeconds))},${at(y(limit))}`,
    `${at(x((step + 1) * stepSeconds))},${at(y(limit))}`,
  ])
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${fills.limit}" stroke-width="2"/>`
}

function marked({ marks }: Chart, { x }: Scale, language: Language): readonly string[] {
  return marks.flatMap(({ atSeconds, text: words }) => [
    `<line x1="${at(x(atSeconds))}" x2="${at(x(atSeconds))}" y1="${plot.top}" y2="${height - plot.bottom}" stroke="#444444" stroke-dasharray="4 3"/>`,
    text({ x: x(atSeconds) + 4, y: plot.top - 4, fill: '#444444' }, words[language]),
  ])
}

function legend({ series }: Chart, language: Language): readonly string[] {
  const y = height - 20
  return series.flatMap(({ kind, name }, at) => {
    const x = plot.left + at * 180
    return [
      `<rect x="${x}" y="${y - 10}" width="12" height="12" fill="${fills[kind]}"/>`,
      text({ x: x + 18, y }, name[language]),
    ]
  })
}

interface TextStyle {
  readonly x: number
  readonly y: number
  readonly size?: number
  readonly fill?: string
  readonly anchor?: 'middle' | 'end'
}

function text({ x, y, size, fill = '#222222', anchor }: TextStyle, words: string): string {
  const more = `${size === undefined ? '' : ` font-size="${size}"`}${anchor ? ` text-anchor="${anchor}"` : ''}`
  return `<text x="${at(x)}" y="${at(y)}" fill="${fill}"${more}>${escaped(words)}</text>`
}

/** A tenth of a pixel is as fine as anybody sees. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
