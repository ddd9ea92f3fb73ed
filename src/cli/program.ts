/** The command line: the list of commands, and how their words are read. */
import { Command as Commander, CommanderError, Option as CommanderOption } from 'commander'
import { version } from '../version.ts'
import { aws } from './aws.ts'
import { clock } from './clock.ts'
import { findCloud } from './cloud.ts'
import { addressOf, type Command, type Option, type Run } from './command.ts'
import { doctor } from './doctor.ts'
import { explain } from './explain.ts'
import { Failure, UsageError } from './failure.ts'
import { incidents } from './incidents.ts'
import { lab } from './lab.ts'
import { complaintOf, requireKnownCommands } from './misunderstood.ts'
import { plan } from './plan.ts'
import { policy } from './policy.ts'
import { quotas } from './quotas.ts'
import { requests } from './requests.ts'
import { reset } from './reset.ts'
import { restore, snapshot } from './snapshot.ts'
import { start } from './start-command.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'
import type { Terminal } from './terminal.ts'

const commands: readonly Command[] = [
  start,
  stop,
  status,
  reset,
  snapshot,
  restore,
  clock,
  requests,
  explain,
  incidents,
  policy,
  plan,
  quotas,
  lab,
  doctor,
  aws,
]

/** Runs the command that `words` name; answers the exit code: 0, 1 when it failed, 2 for bad usage. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const program = new Commander(terminal.program)
    .description('A local AWS that fails like the real one and tells you why.')
    .version(version, '--version', 'prints the version')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      outputError: (text, write) => write(`kasane: ${complaintOf(text, words, terminal)}`),
    })
  const perform = async (command: Command, run: Omit<Run, 'terminal' | 'cloud'>) => {
    const cloud = () => findCloud(addressOf({ ...run, terminal }), terminal)
    exitCode = (await command.run?.({ ...run, terminal, cloud })) ?? 0
  }
  for (const command of commands) add(program, command, perform)
  try {
    requireKnownCommands(words, commands, terminal.program)
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    return exitCodeOf(error, terminal)
  }
}

type Perform = (command: Command, run: Omit<Run, 'terminal' | 'cloud'>) => Promise<void>

function add(parent: Commander, command: Command, perform: Perform): void {
  const added = parent
    .command(command.name, { isDefault: command.isDefault ?? false })
    .summary(command.summary)
    .description(command.summary)
  for (const [form, says] of command.args ?? []) added.argument(form, says)
  for (const option of command.options ?? []) added.addOption(optionOf(option))
  for (const child of command.commands ?? []) add(added, child, perform)
  if (command.handsOn) added.allowUnknownOption().passThroughOptions().helpOption(false)
  if (command.run) added.action(() => perform(command, { args: added.args, options: added.opts() }))
}

function optionOf({ name, value, isRepeated = false, says }: Option): CommanderOption {
  const option = new CommanderOption(`--${name}${value === undefined ? '' : ` <${value}>`}`, says)
  if (!isRepeated) return option
  return option.argParser((text, before: readonly string[] = []) => [...before, text])
}

/** Says what went wrong, in one line where it is the user's to mend. */
function exitCodeOf(error: unknown, { err }: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) {
    err(`kasane: ${error.message}`)
    return 2
  }
  const isExpected = error instanceof Failure
  err(`kasane: ${isExpected ? error.message : ((error as Error).stack ?? String(error))}`)
  return 1
}
