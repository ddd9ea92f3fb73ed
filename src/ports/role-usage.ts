declare module '../kernel/ports.ts' {
  interface Ports {
    readonly roleUsage: RoleUsage
  }
}

/** Which resources need a service-linked role, so that IAM doesn't delete it under them. */
export interface RoleUsage {
  /** By region; empty: it may go. */
  of(roleArn: string, service: string): Promise<readonly RegionUsage[]>
}

export interface RegionUsage {
  readonly region: string
  /** ARNs. */
  readonly resources: readonly string[]
}
