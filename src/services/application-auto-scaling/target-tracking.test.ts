import { expect, it } from 'vitest'
import { lowBound, unitsInMinute, wantedUnits } from './target-tracking.ts'

const table = (TargetValue: number) => ({
  TargetValue,
  PredefinedMetricSpecification: {
    PredefinedMetricType: 'DynamoDBWriteCapacityUtilization' as const,
  },
})

it('gives a table of 200 units that uses 150 a second 215, as AWS’s example has it', () => {
  expect(wantedUnits(table(70), { units: 200, metric: 150 * 60 })).toBe(215)
})

it('asks for no more than is needed where it comes out even', () => {
  expect(wantedUnits(table(70), { units: 5, metric: 7 * 60 })).toBe(10)
})

it('never asks for less than one unit', () => {
  expect(wantedUnits(table(70), { units: 200, metric: 0 })).toBe(1)
})

it('follows other metrics in proportion', () => {
  expect(wantedUnits({ TargetValue: 50 }, { units: 10, metric: 75 })).toBe(15)
})

it('has AWS’s bounds: 42 and 30 units a minute for a table of one unit at 70 %', () => {
  expect(unitsInMinute(1, 70)).toBe(42)
  expect(unitsInMinute(1, lowBound(table(70)))).toBe(30)
})
