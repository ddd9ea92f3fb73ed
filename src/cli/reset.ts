/** `kasane reset`: an empty cloud again. */
import { cloudOptions, type Command } from './command.ts'

export const reset: Command = {
  name: 'reset',
  summary: 'forgets everything the cloud holds; its clock stays where it is',
  options: cloudOptions,
  async run({ terminal, cloud }) {
    const { endpoint, post } = await cloud()
    await post('/reset')
    terminal.out(`${endpoint} is empty`)
  },
}
