/** The kinds of policy documents, which differ in what they may hold. */
export type Flavour =
  /** Managed and inline policies, permissions boundaries. */
  | 'identity'
  /** AWS's own managed policies, which may do what others may not. */
  | 'aws-managed'
  /** Passed to AssumeRole and kin. */
  | 'session'
  /** Who may assume a role. */
  | 'trust'
  /** A queue's, a bucket's, a key's … */
  | 'resource'
  | 'scp'
  | 'rcp'

interface FlavourRules {
  /** Whether statements name principals. */
  readonly principal: 'required' | 'prohibited'
  readonly resource: 'required' | 'optional' | 'prohibited'
  /** Whether the document may have an `Id`. */
  readonly id: boolean
  /** Whether ARNs and vendors are checked as IAM does. */
  readonly checksNames: boolean
  /** Fields that a resource's ARN leaves out are `*`. */
  readonly completesArns: boolean
  /** IAM: `[0-9A-Za-z]*`; other services take more. */
  readonly strictSid: boolean
}

const identity: FlavourRules = {
  principal: 'prohibited',
  resource: 'required',
  id: false,
  checksNames: true,
  completesArns: true,
  strictSid: true,
}

export const flavours: Readonly<Record<Flavour, FlavourRules>> = {
  identity,
  'aws-managed': { ...identity, id: true, checksNames: false, strictSid: false },
  session: { ...identity, completesArns: false },
  trust: {
    ...identity,
    principal: 'required',
    resource: 'prohibited',
    id: true,
    completesArns: false,
  },
  resource: {
    ...identity,
    principal: 'required',
    // ECR's repository policies name no resource.
    resource: 'optional',
    id: true,
    checksNames: false,
    strictSid: false,
  },
  scp: { ...identity, id: true },
  rcp: { ...identity, principal: 'required', id: true },
}
