/** `kasane clock`: shows, moves, holds and releases the emulated time. */
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption, type Run } from './command.ts'
import { isoDuration, shownDuration } from './duration.ts'

const options = [...cloudOptions, jsonOption]

export const clock: Command = {
  name: 'clock',
  summary: 'shows the emulated time, or moves it',
  commands: [
    {
      name: 'show',
      isDefault: true,
      summary: 'shows the emulated time',
      options,
      run: async (run) => print(run, await (await run.cloud()).get('/clock')),
    },
    {
      name: 'advance',
      summary: 'moves time forward, and runs all that falls due on the way',
      args: [['<duration...>', 'such as 30d, 2w, "4h 15m", 500ms or PT1H']],
      options,
      run: (run) => change(run, { advance: isoDuration(run.args) }),
    },
    {
      name: 'set',
      summary: 'moves time forward to an instant',
      args: [['<instant>', 'such as 2026-01-31T12:00:00Z']],
      options,
      run: (run) => change(run, { set: run.args[0] }),
    },
    {
      name: 'hold',
      summary: 'stops time; it then moves by advance and set alone',
      options,
      run: (run) => change(run, { mode: 'held' }),
    },
    {
      name: 'run',
      summary: 'lets time run again, from where it is',
      options,
      run: (run) => change(run, { mode: 'running' }),
    },
  ],
}

async function change(run: Run, order: object): Promise<void> {
  const cloud = await run.cloud()
  const clock = await cloud.post('/clock', order)
  print(run, clock)
  if (clock['settled'] === false) {
    run.terminal.err('kasane: work that fell due is still going on')
  }
}

function print({ options, terminal }: Run, clock: Members): void {
  terminal.out(options['json'] ? JSON.stringify(clock) : clockLine(clock))
}

/** `2026-01-31T00:00:00.000Z, running, 30d ahead of real time` */
export function clockLine({ now, mode, offsetMs }: Members): string {
  // The clock and real time are read one after the other, so that 7d may come as a millisecond less.
  const offset = typeof offsetMs === 'number' ? Math.round(offsetMs / 10) * 10 : 0
  const side = offset < 0 ? 'behind' : 'ahead of'
  const apart =
    Math.abs(offset) < 1_000 ? [] : [`${shownDuration(Math.abs(offset))} ${side} real time`]
  return [now, mode, ...apart].join(', ')
}
