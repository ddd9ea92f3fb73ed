declare module '../kernel/ports.ts' {
  interface Ports {
    readonly identityDirectory: IdentityDirectory
  }
}

/** What others ask of IAM: entities of any account, as they are now. */
export interface IdentityDirectory {
  /** The unique id of a user or role; `undefined`: there is none. */
  idOf(arn: string): string | undefined
  /** The ARN that the user or role of a unique id has now. */
  arnOf(id: string): string | undefined
  findRole(arn: string): KnownRole | undefined
  findUser(arn: string): KnownUser | undefined
  /** By its id, in the account of an ARN that it once had: users can be renamed. */
  findUserById(arn: string, id: string): KnownUser | undefined
  findProvider(arn: string): KnownProvider | undefined
  /** A device that is enabled for a user, or for an account's root user. */
  findMfaDevice(serialNumber: string): KnownMfaDevice | undefined
}

export interface Tagged {
  readonly key: string
  readonly value: string
}

export interface KnownRole {
  /** With its path. */
  readonly arn: string
  readonly account: string
  readonly name: string
  /** `AROA…` */
  readonly id: string
  /** As stored: users and roles stand there by their unique ids. */
  readonly trustPolicy: string
  readonly sessionSecondsMax: number
  readonly tags: readonly Tagged[]
  readonly isServiceLinked: boolean
}

export interface KnownUser {
  readonly arn: string
  readonly account: string
  readonly name: string
  /** `AIDA…` */
  readonly id: string
  readonly tags: readonly Tagged[]
}

/** An OpenID Connect provider. */
export interface KnownProvider {
  readonly arn: string
  /** The issuer without its scheme: host and path. */
  readonly url: string
  readonly clientIds: readonly string[]
  /** A JSON Web Key Set; `undefined` where none is known. */
  readonly keySet: string | undefined
}

export interface KnownMfaDevice {
  /** The user, or the account's root user, whose device it is. */
  readonly ownerArn: string
  /** The time step for which a code is right at an instant, or `undefined`. */
  stepOf(code: string, nowMs: number): number | undefined
  /**
   * Takes the code of a step, as part of the change under way: neither it nor one before it is right
   * any more, in whatever account the device is shown.
   */
  take(step: number): void
}
