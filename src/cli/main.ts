/** The program `kasane`; bin/kasane brings it up. */
import { readStartWords } from './start-words.ts'
import { machineTerminal } from './terminal.ts'

const [name, ...words] = process.argv.slice(2)
const terminal = machineTerminal()
const options = name === 'start' ? readStartWords(words) : undefined
if (options) {
  const { start } = await import('./start.ts')
  process.exitCode = await start({ options })
} else {
  const { runProgram } = await import('./program.ts')
  process.exitCode = await runProgram(process.argv.slice(2), terminal)
}
