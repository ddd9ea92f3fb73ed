/** `/_kasane/access-used`: what principals have used, and the least policy for it. */
import { leastPolicyOf } from '../policy/least-policy.ts'
import { json, Refusal } from './reply.ts'
import type { Resource } from './resource.ts'

export const accessUsed: Resource = {
  path: '/access-used',
  says: 'what a principal has used, with the least policy for it; ?principal=ARN',
  methods: {
    GET({ parts: { kernel }, query }) {
      const principals = kernel.accessUsed.principals()
      const asked = query.get('principal')
      if (asked === null) return json({ principals })
      const principal = principals.find((known) => known === asked || isSessionOf(asked, known))
      if (principal === undefined) {
        throw new Refusal(404, 'NoSuchPrincipal', unknown(asked))
      }
      const { uses, isWhole } = kernel.accessUsed.usesOf(principal)
      return json({ principal, uses, isWhole, policy: leastPolicyOf(uses) })
    },
  },
}

function unknown(asked: string): string {
  if (asked.startsWith('arn:')) return `${asked} has used nothing since the start.`
  return `Nothing is known of "${asked}": give the ARN of a user or role, such as arn:aws:iam::123456789012:user/NAME.`
}

/** A session's ARN has its role's name, without the path. */
function isSessionOf(session: string, role: string): boolean {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session) ?? []
  if (account === undefined || name === undefined) return false
  return role.includes(`:iam::${account}:role/`) && role.endsWith(`/${name}`)
}
