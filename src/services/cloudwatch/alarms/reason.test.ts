import { describe, expect, it } from 'vitest'
import { type Looked, reasonDataOf, reasonOf, type Rule } from './reason.ts'
import { judge } from './verdict.ts'
import { isBreaching } from './reason.ts'

const startMs = Date.UTC(2019, 9, 2, 16, 59)

function rule(change: Partial<Rule> = {}): Rule {
  return {
    comparison: 'GreaterThanThreshold',
    threshold: 50,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    saysDatapointsToAlarm: true,
    treatment: 'missing',
    periodSeconds: 300,
    statistic: 'Average',
    ...change,
  }
}

/** @param values The newest first. */
function looked(values: readonly (number | undefined)[]): Looked {
  const range = values.map((value, at) => {
    const atMs = startMs - at * 60_000
    return { atMs, ...(value !== undefined && { point: { atMs, value, sampleCount: 2 } }) }
  })
  return { queriedAtMs: Date.UTC(2019, 9, 2, 17, 4, 40, 985), range }
}

function told(given: Rule, values: readonly (number | undefined)[]) {
  const seen = looked(values)
  const slots = seen.range.map(({ point }) => point && isBreaching(given, point.value))
  const verdict = judge(slots, given)
  return { reason: reasonOf(given, verdict, seen), data: reasonDataOf(given, verdict, seen) }
}

describe('reasons of a state', () => {
  it('names the points out of the last ones where the alarm says how many make it one', () => {
    expect(told(rule(), [99.50160229693434]).reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:59:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
    )
    expect(told(rule(), [0.0666851903306472]).reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [0.0666851903306472 (02/10/19 16:59:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
    )
  })

  it('has the newest of several points first', () => {
    const two = { evaluationPeriods: 2, datapointsToAlarm: 2, threshold: 1 }
    expect(told(rule({ ...two, comparison: 'LessThanThreshold' }), [3, 4]).reason).toBe(
      'Threshold Crossed: 2 out of the last 2 datapoints [3.0 (02/10/19 16:59:00), 4.0 (02/10/19 16:58:00)] were not less than the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).',
    )
  })

  it('is short where the alarm leaves DatapointsToAlarm out', () => {
    const short = rule({ saysDatapointsToAlarm: false, threshold: 1 })
    const atLeast = { ...short, comparison: 'GreaterThanOrEqualToThreshold' } as const
    expect(told(atLeast, [1]).reason).toBe(
      'Threshold Crossed: 1 datapoint [1.0 (02/10/19 16:59:00)] was greater than or equal to the threshold (1.0).',
    )
    const two = { ...short, evaluationPeriods: 2, datapointsToAlarm: 2, threshold: 42 }
    expect(told(two, [0, 1]).reason).toBe(
      'Threshold Crossed: 2 datapoints [0.0 (02/10/19 16:59:00), 1.0 (02/10/19 16:58:00)] were not greater than the threshold (42.0).',
    )
  })

  it('tells what missing points were taken for', () => {
    expect(told(rule({ treatment: 'notBreaching' }), [undefined]).reason).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    )
    const three = { evaluationPeriods: 3, datapointsToAlarm: 2, treatment: 'breaching' } as const
    expect(told(rule(three), [undefined, undefined, undefined]).reason).toBe(
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
    )
    expect(told(rule(three), [0, undefined, undefined]).reason).toBe(
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    )
  })

  it('says how many points are unknown where all are', () => {
    expect(told(rule(), [undefined]).reason).toBe('Insufficient Data: 1 datapoint was unknown.')
    const five = told(
      rule({ evaluationPeriods: 5, datapointsToAlarm: 5 }),
      Array(5).fill(undefined),
    )
    expect(five.reason).toBe('Insufficient Data: 5 datapoints were unknown.')
  })
})

describe('data of reasons', () => {
  it('has the oldest point first in recentDatapoints, the newest in evaluatedDatapoints', () => {
    const { data } = told(rule({ evaluationPeriods: 2, datapointsToAlarm: 2 }), [99.5, 60])
    expect(data).toBe(
      '{"version":"1.0","queryDate":"2019-10-02T17:04:40.985+0000","startDate":"2019-10-02T16:58:00.000+0000","statistic":"Average","period":300,"recentDatapoints":[60.0,99.5],"threshold":50.0,"evaluatedDatapoints":[{"timestamp":"2019-10-02T16:59:00.000+0000","sampleCount":2.0,"value":99.5},{"timestamp":"2019-10-02T16:58:00.000+0000","sampleCount":2.0,"value":60.0}]}',
    )
  })

  it('lists the periods that are missing where all are', () => {
    const { data } = told(rule({ evaluationPeriods: 2, datapointsToAlarm: 2 }), [
      undefined,
      undefined,
    ])
    expect(data).toBe(
      '{"version":"1.0","queryDate":"2019-10-02T17:04:40.985+0000","statistic":"Average","period":300,"recentDatapoints":[],"threshold":50.0,"evaluatedDatapoints":[{"timestamp":"2019-10-02T16:59:00.000+0000"},{"timestamp":"2019-10-02T16:58:00.000+0000"}]}',
    )
  })
})
