/** Passwords for the console: what they must be like, and how they are kept. */
import { scryptSync, timingSafeEqual } from 'node:crypto'
import {
  passwordLacks,
  passwordTooPlain,
  passwordTooShort,
  passwordUsedBefore,
} from './credential-errors.ts'
import {
  defaultPasswordKinds,
  defaultPasswordLength,
  passwordsRemembered,
} from './credential-limits.ts'
import type { LoginProfile, PasswordPolicy } from './credential-state.ts'
import type { IamChange, IamState } from './state.ts'

type Kept = LoginProfile['passwords'][number]

/** Light: nobody signs in with them, but a snapshot shall not show them. */
const cost = { N: 1_024, r: 8, p: 1 }

export function findPasswordPolicy(state: IamState): PasswordPolicy | undefined {
  return state.passwordPolicies.get('password policy')
}

/**
 * The passwords to keep when a new one is set: it, and those before it.
 * @throws AwsError PasswordPolicyViolation
 */
export function withPassword(
  { state, random }: IamChange,
  password: string,
  before: readonly Kept[] = [],
): readonly Kept[] {
  const policy = findPasswordPolicy(state)
  checkPassword(password, policy)
  const forbidden = before.slice(0, policy?.reusePrevention ?? 0)
  if (forbidden.some((kept) => isPassword(password, kept))) throw passwordUsedBefore()
  const salt = Buffer.from(random.bytes(16)).toString('base64')
  return [{ salt, hash: hashOf(password, salt) }, ...before].slice(0, passwordsRemembered)
}

export function isPassword(password: string, { salt, hash }: Kept): boolean {
  return timingSafeEqual(Buffer.from(hashOf(password, salt)), Buffer.from(hash))
}

/** @throws AwsError PasswordPolicyViolation */
function checkPassword(password: string, policy: PasswordPolicy | undefined): void {
  const min = policy?.minimumLength ?? defaultPasswordLength
  if (password.length < min) throw passwordTooShort(min)
  if (policy) checkRules(password, policy)
  else checkVariety(password)
}

interface Kind {
  readonly pattern: RegExp
  readonly requirement: string
  readonly isAsked: (policy: PasswordPolicy) => boolean
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
const kinds: readonly Kind[] = [
  {
    pattern: /[A-Z]/,
    requirement: 'Password should have at least one uppercase letter',
    isAsked: (policy) => policy.requireUppercase,
  },
  {
    pattern: /[a-z]/,
    requirement: 'Password should have at least one lowercase letter',
    isAsked: (policy) => policy.requireLowercase,
  },
  {
    pattern: /\d/,
    requirement: 'Password should have at least one number',
    isAsked: (policy) => policy.requireNumbers,
  },
  {
    pattern: /[!@#$%^&*()_+\-=[\]{}|']/,
    requirement: 'Password should have at least one symbol',
    isAsked: (policy) => policy.requireSymbols,
  },
]

function checkRules(password: string, policy: PasswordPolicy): void {
  const broken = kinds.find(({ pattern, isAsked }) => isAsked(policy) && !pattern.test(password))
  if (broken) throw passwordLacks(broken.requirement)
}

/** AWS: without a policy of the account, three of the four kinds of characters. */
function checkVariety(password: string): void {
  const lacking = kinds.filter(({ pattern }) => !pattern.test(password))
  const more = defaultPasswordKinds - (kinds.length - lacking.length)
  if (more > 0)
    throw passwordTooPlain(
      more,
      lacking.map(({ requirement }) => requirement),
    )
}

function hashOf(password: string, salt: string): string {
  return scryptSync(password, Buffer.from(salt, 'base64'), 32, cost).toString('base64')
}
