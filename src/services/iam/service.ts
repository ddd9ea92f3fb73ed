/** AWS Identity and Access Management: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { quotas } from './limits.ts'
import { createUser } from './operations/create-user.ts'
import { state } from './state.ts'

export const iam = defineService({
  name: 'iam',
  scope: 'global',
  state,
  operations: [createUser],
  quotas,
  // AWS's own managed policies belong to everybody: `arn:aws:iam::aws:policy/…`.
  home: ({ account }, place) => (account === 'aws' ? { account: place.account } : {}),
})
