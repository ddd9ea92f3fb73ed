/** `kasane stop`: ends the process, and waits until it is gone. */
import { type CloudAddress, findCloud } from './cloud.ts'
import { addressOf, cloudOptions, type Command } from './command.ts'
import { Failure } from './failure.ts'
import type { Terminal } from './terminal.ts'

const endMsMax = 5_000
/** Behind the last answer there is only the flush; behind a container's port the pid isn't ours. */
const flushMsMax = 1_000

export const stop: Command = {
  name: 'stop',
  summary: 'ends the cloud when the calls under way are answered',
  options: cloudOptions,
  async run(run) {
    const { terminal } = run
    const { endpoint, about, post } = await run.cloud()
    await post('/stop')
    const address = addressOf(run)
    if (!(await becomes(() => isSilent(address, terminal), endMsMax))) {
      throw new Failure(`${endpoint} still answers after ${endMsMax / 1000} s`)
    }
    const { pid } = about
    if (typeof pid === 'number') await becomes(() => !isAlive(pid), flushMsMax)
    terminal.out(`${endpoint} has ended`)
  },
}

async function isSilent(address: CloudAddress, terminal: Terminal): Promise<boolean> {
  return findCloud(address, terminal).then(
    () => false,
    () => true,
  )
}

async function becomes(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const untilMs = Date.now() + withinMs
  while (!(await isSo())) {
    if (Date.now() > untilMs) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
