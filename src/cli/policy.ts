/** `kasane policy generate`: the least policy for what a principal has used. */
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, textOf } from './command.ts'
import { Failure } from './failure.ts'

export const policy: Command = {
  name: 'policy',
  summary: 'writes policies',
  commands: [
    {
      name: 'generate',
      summary: 'writes the least policy for what a user or role has used',
      options: [
        ...cloudOptions,
        {
          name: 'principal',
          value: 'arn',
          says: 'of a user or a role; without it all are listed that have used something',
        },
      ],
      async run(run) {
        const { terminal, cloud } = run
        const principal = textOf(run, 'principal')
        const { endpoint, get } = await cloud()
        if (principal === undefined) {
          const { principals } = await get('/access-used')
          return list(principals as readonly string[], endpoint, terminal.out)
        }
        const used = await get(`/access-used?principal=${encodeURIComponent(principal)}`)
        terminal.out(JSON.stringify(used['policy'] as Members, null, 2))
        if (used['isWhole'] !== true) {
          terminal.err('kasane: more was used than is kept: the policy is not whole')
        }
      },
    },
  ],
}

function list(principals: readonly string[], endpoint: string, out: (line: string) => void): void {
  if (principals.length === 0) throw new Failure(`nobody has used anything at ${endpoint} yet`)
  principals.forEach(out)
}
