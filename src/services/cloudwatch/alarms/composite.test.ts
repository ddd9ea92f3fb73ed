import { describe, expect, it } from 'vitest'
import { alarmWorld, alerts, arnOf, minute } from './testing/alarm-world.ts'

/** Two metric alarms that nothing changes but the test: OK, and a composite alarm of both. */
async function twoAlarms(change: object = {}) {
  const cloud = alarmWorld()
  const { put, putComposite, set, settle, makeQueue, received } = cloud
  await makeQueue()
  for (const AlarmName of ['a', 'b', 'maintenance']) {
    await put({ AlarmName, TreatMissingData: 'ignore' })
    await set(AlarmName, 'OK')
  }
  await putComposite({ OKActions: [alerts], AlarmActions: [alerts], ...change })
  await settle()
  await received()
  return {
    ...cloud,
    /** Sets a state and lets all follow. */
    turn: async (name: string, state: string) => {
      await set(name, state)
      await settle()
    },
    news: async () => (await received()).map(({ NewStateValue }) => NewStateValue),
  }
}

describe('a composite alarm', () => {
  it('is what its rule says as it is made', async () => {
    const { describe: shown } = await twoAlarms()
    expect(await shown('all')).toMatchObject({
      AlarmRule: 'ALARM(a) OR ALARM(b)',
      StateValue: 'OK',
      StateReason: `${arnOf('all')} was created and its alarm rule evaluates to OK`,
    })
  })

  it('follows the alarms of its rule and tells which one it was', async () => {
    const { turn, describe: shown, news, advance } = await twoAlarms()
    await advance(90_000)
    await turn('b', 'ALARM')
    expect(await shown('all')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arnOf('b')} transitioned to ALARM at Thursday 01 January, 2026 00:01:30 UTC`,
      StateReasonData: `{"triggeringAlarms":[{"arn":"${arnOf('b')}","state":{"value":"ALARM","timestamp":"2026-01-01T00:01:30.000+0000"}}]}`,
    })
    expect(await news()).toEqual(['ALARM'])
    await turn('a', 'ALARM')
    await turn('b', 'OK')
    expect(await news()).toEqual([])
    await turn('a', 'OK')
    expect(await news()).toEqual(['OK'])
  })

  it('may be the child of another one', async () => {
    const { putComposite, turn, stateOf } = await twoAlarms()
    await putComposite({ AlarmName: 'top', AlarmRule: `ALARM("${arnOf('all')}") AND OK(b)` })
    await turn('a', 'ALARM')
    expect(await stateOf('top')).toBe('ALARM')
  })

  it('of a circle is evaluated no more', async () => {
    const { putComposite, turn, stateOf, call } = await twoAlarms()
    await putComposite({ AlarmName: 'other', AlarmRule: 'ALARM(all)' })
    await putComposite({ AlarmRule: 'ALARM(a) OR ALARM(other)' })
    await turn('a', 'ALARM')
    expect(await stateOf('all')).toBe('OK')
    await expect(call('DeleteAlarms', { AlarmNames: ['all'] })).rejects.toMatchObject({
      message: 'Cannot delete all as there are composite alarm(s) depending on it.',
    })
    await putComposite({ AlarmRule: 'FALSE' })
    await call('DeleteAlarms', { AlarmNames: ['other'] })
    await call('DeleteAlarms', { AlarmNames: ['all'] })
  })

  it('keeps its children from being deleted', async () => {
    const { call } = await twoAlarms()
    await expect(call('DeleteAlarms', { AlarmNames: ['a'] })).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message: 'Cannot delete a as there are composite alarm(s) depending on it.',
    })
    await expect(call('DeleteAlarms', { AlarmNames: ['a', 'b'] })).rejects.toMatchObject({
      message: 'Cannot delete a,b as there are composite alarm(s) depending on them.',
    })
    await call('DeleteAlarms', { AlarmNames: ['all'] })
    await call('DeleteAlarms', { AlarmNames: ['a', 'b', 'nothing'] })
  })

  it('needs the alarms of its rule', async () => {
    const { putComposite } = await twoAlarms()
    await expect(putComposite({ AlarmRule: 'ALARM(a) OR OK(x) OR OK(y)' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist',
    })
  })
})

describe('PutCompositeAlarm', () => {
  it.each([
    [{ AlarmRule: 'ALARM(a) OR' }, 'AlarmRule is invalid: it ends too early'],
    [
      { AlarmRule: 'ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a)' },
      'Could not save the composite alarm as alarms [arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a] in the alarm rule do not exist',
    ],
    [
      {
        ActionsSuppressor: 'x',
        ActionsSuppressorWaitPeriod: 1,
        ActionsSuppressorExtensionPeriod: 1,
      },
      'Could not save the composite alarm as the actions suppressor alarm x does not exist',
    ],
    [
      { ActionsSuppressor: 'a' },
      'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with an ActionsSuppressor',
    ],
  ])('refuses %j', async (change, message) => {
    const { putComposite } = await twoAlarms()
    await expect(putComposite(change)).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message,
    })
  })
})

describe('actions of a composite alarm with a suppressor', () => {
  const suppressed = {
    ActionsSuppressor: 'maintenance',
    ActionsSuppressorWaitPeriod: 120,
    ActionsSuppressorExtensionPeriod: 180,
  }

  it('wait, and are taken when the suppressor stays quiet', async () => {
    const { turn, news, describe: shown, advance } = await twoAlarms(suppressed)
    await advance(2 * minute)
    await news()
    await turn('a', 'ALARM')
    expect(await shown('all')).toMatchObject({
      StateValue: 'ALARM',
      ActionsSuppressedBy: 'WaitPeriod',
      ActionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    })
    await advance(2 * minute - 1)
    expect(await news()).toEqual([])
    await advance(1)
    expect(await news()).toEqual(['ALARM'])
    expect(await shown('all')).not.toHaveProperty('ActionsSuppressedBy')
  })

  it('wait anew when the state changes meanwhile', async () => {
    const { turn, news, advance } = await twoAlarms(suppressed)
    await advance(2 * minute)
    await news()
    await turn('a', 'ALARM')
    await advance(minute)
    await turn('a', 'OK')
    await advance(minute)
    expect(await news()).toEqual([])
    await advance(minute)
    expect(await news()).toEqual(['OK'])
  })

  it('are held back by the suppressor, and taken an extension period after it', async () => {
    const { turn, news, describe: shown, advance } = await twoAlarms(suppressed)
    await advance(2 * minute)
    await news()
    await turn('a', 'ALARM')
    await turn('maintenance', 'ALARM')
    expect(await shown('all')).toMatchObject({ ActionsSuppressedBy: 'Alarm' })
    await advance(10 * minute)
    expect(await news()).toEqual([])
    await turn('maintenance', 'OK')
    expect(await shown('all')).toMatchObject({ ActionsSuppressedBy: 'ExtensionPeriod' })
    await advance(3 * minute)
    expect(await news()).toEqual(['ALARM'])
  })

  it('of a change in the extension period wait for a new wait period', async () => {
    const { turn, news, describe: shown, advance } = await twoAlarms(suppressed)
    await advance(2 * minute)
    await news()
    await turn('maintenance', 'ALARM')
    await turn('a', 'ALARM')
    await turn('maintenance', 'OK')
    await advance(minute)
    await turn('a', 'OK')
    expect(await shown('all')).toMatchObject({ ActionsSuppressedBy: 'WaitPeriod' })
    await advance(2 * minute)
    expect(await news()).toEqual(['OK'])
  })
})
