/** What a statement may hold, by the kind of its policy, in the order in which IAM complains. */
import { isOperator } from './conditions/operator.ts'
import type { WrittenPrincipal, WrittenStatement } from './document.ts'
import {
  invalidPrincipal,
  invalidVendor,
  missingField,
  noActions,
  noResources,
  notStsAction,
  noVendor,
  principalProhibited,
  prohibitedField,
  severalColons,
  syntaxFault,
} from './faults.ts'
import { type Flavour, flavours } from './flavour.ts'
import { checkResource } from './resource-rules.ts'

/** @throws PolicyFault */
export function checkStatement(statement: WrittenStatement, flavour: Flavour): void {
  checkPrincipal(statement, flavour)
  checkPresence(statement, flavour)
  if (flavours[flavour].checksNames) checkNames(statement, flavour)
  for (const { operator } of statement.conditions) if (!isOperator(operator)) throw syntaxFault()
  if (flavour === 'rcp') checkResourceControl(statement)
}

function checkPrincipal(statement: WrittenStatement, flavour: Flavour): void {
  const { principal, notPrincipal, effect } = statement
  if (flavours[flavour].principal === 'prohibited') {
    if (principal ?? notPrincipal) throw principalProhibited()
    return
  }
  if (flavour === 'trust' && notPrincipal) throw prohibitedField('NotPrincipal')
  if (!principal && !notPrincipal) throw missingField('Principal')
  // AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (notPrincipal && effect === 'Allow') throw syntaxFault()
  checkPrincipalForms(principal ?? notPrincipal ?? '*', flavour)
}

/** Wildcards are whole or not at all, and groups are no principals. */
function checkPrincipalForms(principal: WrittenPrincipal, flavour: Flavour): void {
  if (principal === '*') return
  for (const { kind, value } of principal) {
    const isValid = kind === 'AWS' ? awsPrincipal.test(value) : value !== '' && value !== '*'
    const isAnyProvider = kind === 'Federated' && value === '*' && flavour === 'trust'
    if (!isValid && !isAnyProvider) throw invalidPrincipal(kind, value)
  }
}

const awsPrincipal =
  /^(?:\*|\d{12}|A(?:IDA|ROA)[A-Z0-9]+|arn:[a-z-]+:iam::\d{12}:(?:root|(?:user|role)\/[^*?]+)|arn:[a-z-]+:sts::\d{12}:(?:assumed-role|federated-user)\/[^*?]+|arn:aws:iam::cloudfront:user\/.+)$/

function checkPresence(statement: WrittenStatement, flavour: Flavour): void {
  const { action, notAction, resource, notResource } = statement
  if (!(action ?? notAction)?.length) throw noActions()
  const rule = flavours[flavour].resource
  if (rule === 'prohibited') {
    if (resource) throw prohibitedField('Resource')
    if (notResource) throw prohibitedField('NotResource')
  } else if (rule === 'required' || resource || notResource) {
    if (!(resource ?? notResource)?.length) throw noResources()
  }
}

function checkNames(statement: WrittenStatement, flavour: Flavour): void {
  const { action, notAction, resource, notResource, conditions } = statement
  for (const name of action ?? notAction ?? []) checkAction(name, flavour)
  for (const name of resource ?? notResource ?? []) checkResource(name, flavour)
  if (conditions.some(({ key }) => !key.includes(':'))) throw noVendor()
}

function checkAction(action: string, flavour: Flavour): void {
  if (action === '*' && flavour !== 'trust') return
  const [vendor = '', name, ...more] = action.split(':')
  if (
    flavour === 'trust' &&
    !/^sts:(?:AssumeRole|TagSession$|SetSourceIdentity$|SetContext$|\*$)/i.test(action)
  ) {
    throw notStsAction()
  }
  if (name === undefined) throw noVendor()
  if (more.length > 0) throw severalColons()
  if (!/^(?:[A-Za-z0-9-]+|\*)$/.test(vendor)) throw invalidVendor(vendor)
  if (name === '') throw syntaxFault()
}

/**
 * AWS: resource control policies deny, to everybody, actions of a named service.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function checkResourceControl(statement: WrittenStatement): void {
  const { effect, principal, action } = statement
  const isForAll = principal === '*' || (principal?.length === 1 && principal[0]?.value === '*')
  if (effect !== 'Deny' || !isForAll || !action || action.includes('*')) throw syntaxFault()
}
