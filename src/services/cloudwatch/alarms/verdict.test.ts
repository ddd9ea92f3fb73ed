import { describe, expect, it } from 'vitest'
import { judge, type Slot, type Treatment } from './verdict.ts'

const treatments: readonly Treatment[] = ['missing', 'ignore', 'breaching', 'notBreaching']

/** As AWS's tables write them: the oldest point is on the left. */
function slots(text: string): Slot[] {
  return [...text].reverse().map((one) => (one === '-' ? undefined : one === 'X'))
}

function states(points: string, evaluationPeriods: number, datapointsToAlarm: number) {
  return treatments.map((treatment) => {
    const question = { evaluationPeriods, datapointsToAlarm, treatment }
    return judge(slots(points), question).state ?? 'keep'
  })
}

describe('points of an alarm', () => {
  it.each([
    ['0-X-X', ['OK', 'OK', 'OK', 'OK']],
    ['0----', ['OK', 'OK', 'OK', 'OK']],
    ['-----', ['INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK']],
    ['0XX-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['--X--', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('%s is judged as in AWS’s table for 3 of 3', (points, expected) => {
    expect(states(points, 3, 3)).toEqual(expected)
  })

  it.each([
    ['0-X-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['00X0X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0-X--', ['OK', 'OK', 'ALARM', 'OK']],
    ['----0', ['OK', 'OK', 'ALARM', 'OK']],
    ['---X-', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('%s is judged as in AWS’s table for 2 of 3', (points, expected) => {
    expect(states(points, 3, 2)).toEqual(expected)
  })

  it.each(['----X', '---X-'])('%s waits before it is an alarm, where 3 of 3 must be', (points) => {
    expect(states(points, 3, 3).slice(0, 2)).toEqual(['keep', 'keep'])
  })

  it('judges the newest points where none is missing', () => {
    const question = { evaluationPeriods: 2, datapointsToAlarm: 2, treatment: 'missing' } as const
    expect(judge(slots('00XX'), question)).toEqual({ state: 'ALARM', judged: [0, 1], filled: 0 })
    expect(judge(slots('XX00'), question)).toEqual({ state: 'OK', judged: [0, 1], filled: 0 })
  })

  it('fills as few missing points as possible', () => {
    const question = { evaluationPeriods: 3, datapointsToAlarm: 3, treatment: 'breaching' } as const
    expect(judge(slots('0-X--'), question)).toEqual({ state: 'OK', judged: [2, 4], filled: 1 })
  })
})
