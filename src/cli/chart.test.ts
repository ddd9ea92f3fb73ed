import { createColors } from 'picocolors'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../labs/chart.ts'
import { topOf } from './chart-scale.ts'
import { chartSvg } from './chart-svg.ts'
import { chartLines } from './chart-text.ts'

const chart: Chart = {
  name: 'units',
  title: { en: 'Units <of> a & b', ja: 'ユニット' },
  unit: { en: 'units a second', ja: 'ユニット/秒' },
  stepSeconds: 30,
  series: [
    { name: { en: 'provisioned', ja: '割り当て' }, kind: 'limit', values: [30, 30, 120, 120] },
    { name: { en: 'consumed', ja: '消費' }, kind: 'taken', values: [120, 30, 120, 60] },
    { name: { en: 'throttled', ja: '拒否' }, kind: 'refused', values: [0, 90, 0, 0] },
  ],
  marks: [{ atSeconds: 30, text: { en: 'runs dry', ja: '空になる' } }],
}

describe('a chart on the terminal', () => {
  const lines = chartLines(chart, 'en', createColors(false))

  test('stacks what was refused on what was taken, behind the limit', () => {
    expect(lines.slice(0, 5)).toEqual([
      'Units <of> a & b (units a second)',
      '  120 │█▒──',
      '      │█▒█ ',
      '      │█▒█ ',
      '   90 │█▒█ ',
    ])
    expect(lines.slice(10, 13)).toEqual(['   30 │──██', '      │████', '      │████'])
  })

  test('says what is what and when', () => {
    expect(lines.slice(13)).toEqual([
      '    0 └────',
      '       0:00',
      '       ─ provisioned   █ consumed   ▒ throttled',
      '       0:30 runs dry',
    ])
  })
})

test('an axis ends at a round number above all values', () => {
  const ending = (value: number) =>
    topOf({ ...chart, series: [{ name: chart.title, kind: 'limit', values: [value] }] })
  expect([0, 7, 30, 119, 120, 121, 1_700].map(ending)).toEqual([1, 8, 30, 120, 120, 150, 2_000])
})

describe('a chart as SVG', () => {
  const svg = chartSvg(chart, 'en')

  test('is one document with a bar for each value and the limit as a line', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [\s\S]*<\/svg>\n$/)
    expect(svg.match(/<rect [^>]*fill="#2e9e5b"/g)).toHaveLength(5)
    expect(svg.match(/<rect [^>]*fill="#d64545"/g)).toHaveLength(2)
    expect(svg.match(/<polyline /g)).toHaveLength(1)
  })

  test('keeps texts texts', () => {
    expect(svg).toContain('Units &lt;of&gt; a &amp; b')
  })

  test('speaks the other language', () => {
    expect(chartSvg(chart, 'ja')).toContain('空になる')
  })
})
