/** The managed policies that AWS itself keeps: `arn:aws:iam::aws:policy/…`. */
export interface ManagedPolicy {
  readonly arn: string
  readonly name: string
  /** Begins and ends with a slash. */
  readonly path: string
  /** Its only version that is known: the default one. */
  readonly version: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** The document, as JSON. */
  readonly document: string
}

export interface ManagedPolicies {
  /** By ARN, of whatever partition. */
  find(arn: string): ManagedPolicy | undefined
  /** By name; same of all partitions. */
  list(): readonly ManagedPolicy[]
}

declare module '../kernel/ports.ts' {
  interface Ports {
    readonly managedPolicies: ManagedPolicies
  }
}
