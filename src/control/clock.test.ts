import { beforeEach, describe, expect, test } from 'vitest'
import { controlledWorld, jsonOf } from './testing/controlled-world.ts'
import { reminders } from './testing/reminders.ts'

let cloud: ReturnType<typeof controlledWorld>
beforeEach(() => {
  cloud = controlledWorld({ services: [reminders] })
})

async function say(body: object) {
  const response = await cloud.ask('POST', '/_kasane/clock', { body })
  return { status: response.status, ...((await jsonOf(response)) as object) }
}

describe('the clock', () => {
  test('is shown', async () => {
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/clock'))).toEqual({
      now: '2026-01-01T00:00:00.000Z',
      mode: 'held',
      offsetMs: 0,
    })
  })

  test('is advanced by a duration', async () => {
    expect(await say({ advance: 'P30D' })).toEqual({
      status: 200,
      now: '2026-01-31T00:00:00.000Z',
      mode: 'held',
      offsetMs: 2_592_000_000,
      movedMs: 2_592_000_000,
      settled: true,
    })
  })

  test('is set to an instant', async () => {
    expect(await say({ set: '2026-01-01T13:00:00+01:00' })).toMatchObject({
      now: '2026-01-01T12:00:00.000Z',
      movedMs: 43_200_000,
    })
    expect(await say({ set: '2026-01-01T12:00:00Z' })).toMatchObject({ status: 200, movedMs: 0 })
  })

  test('runs what falls due on its way, each at its instant', async () => {
    await cloud.call('Remind', { text: 'a' })
    await say({ advance: 'PT30M' })
    await cloud.call('Remind', { text: 'b' })
    await say({ advance: 'P1D' })
    const start = Date.UTC(2026, 0, 1)
    const { instants } = await cloud.call('Read')
    expect(instants).toEqual([start + 3_600_000, start + 5_400_000])
  })

  test('is let run, and held again', async () => {
    await say({ advance: 'PT1H' })
    expect(await say({ mode: 'running' })).toMatchObject({ mode: 'running', movedMs: 0 })
    cloud.real.pass(2_000)
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/clock'))).toEqual({
      now: '2026-01-01T01:00:02.000Z',
      mode: 'running',
      offsetMs: 3_600_000,
    })
    expect(await say({ mode: 'held' })).toMatchObject({ mode: 'held' })
    cloud.real.pass(2_000)
    expect(await say({ mode: 'held' })).toMatchObject({ now: '2026-01-01T01:00:02.000Z' })
  })

  test('moves up to a hundred years ahead of real time', async () => {
    expect(await say({ set: '2126-01-01T00:00:00Z' })).toMatchObject({ status: 200 })
    expect(await say({ set: '2126-01-01T00:00:00Z' })).toMatchObject({ status: 200, movedMs: 0 })
    expect(await say({ advance: 'PT1S' })).toMatchObject({ status: 400 })
    cloud.real.pass(1_000)
    expect(await say({ advance: 'PT1S' })).toMatchObject({ status: 200, movedMs: 1_000 })
  })

  test('moves by the sum of what is asked for at once', async () => {
    await Promise.all([say({ advance: 'PT1H' }), say({ advance: 'PT2H' })])
    expect(cloud.now()).toBe(Date.UTC(2026, 0, 1, 3))
  })

  test.each([
    [{ advance: '-PT1H' }, 'InvalidDuration', /time only moves forward/],
    [{ advance: 3600 }, 'InvalidDuration', /is not an ISO 8601 duration/],
    [{ advance: 'P9999999D' }, 'InvalidDuration', /beyond the year 9999/],
    [
      { advance: 'P36525D' },
      'TooFarAhead',
      /^2126-01-02T00:00:00.000Z is too far ahead: time moves up to 100 years ahead of real time, to 2126-01-01T00:00:00.000Z.$/,
    ],
    [{ advance: 'P2900000D' }, 'TooFarAhead', /^9965-12-07T00:00:00.000Z is too far ahead/],
    [{ advance: 'P2912500D' }, 'TooFarAhead', /^That is too far ahead/],
    [{ set: '9999-01-01T00:00:00Z' }, 'TooFarAhead', /^9999-01-01T00:00:00.000Z is too far ahead/],
    [
      { set: '2025-12-31T23:59:59Z' },
      'TimeMovesForward',
      /^2025-12-31T23:59:59.000Z is in the past: it is 2026-01-01T00:00:00.000Z.$/,
    ],
    [{ set: 'tomorrow' }, 'InvalidInstant', /is not an ISO 8601 instant/],
    [{ mode: 'stopped' }, 'InvalidMode', /^The mode of the clock is "held" or "running".$/],
    [{ mode: true }, 'InvalidMode', /^The mode of the clock is "held" or "running".$/],
    [{}, 'InvalidClockRequest', /^Give exactly one of "advance", "set" and "mode".$/],
    [{ advance: 'PT1H', mode: 'held' }, 'InvalidClockRequest', /^Give exactly one of/],
    [
      { advance: 'PT1H', rewind: 'PT1H' },
      'UnknownMember',
      /^"rewind" is not understood here; known: "advance", "set", "mode".$/,
    ],
  ])('refuses %j and stays where it is', async (body, code, message) => {
    const state = cloud.kernel.clock.state()
    expect(await say(body)).toEqual({
      status: 400,
      error: { code, message: expect.stringMatching(message) },
    })
    expect(cloud.kernel.clock.state()).toEqual(state)
  })
})

describe('due work', () => {
  test('is listed, the next first', async () => {
    await cloud.call('Remind', { text: 'a' })
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/due'))).toEqual({
      count: 1,
      due: [
        {
          at: '2026-01-01T01:00:00.000Z',
          service: 'reminders',
          account: '123456789012',
          region: 'us-east-1',
          job: 'remind',
          key: 'a',
        },
      ],
    })
  })
})
