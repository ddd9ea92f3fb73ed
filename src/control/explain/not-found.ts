/** What isn't there: in this account and region, which is where most such refusals come from. */
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { factLines, textFact } from './facts.ts'
import { explainHiddenTable, isHiddenTable } from './hidden-table.ts'
import type { Cause } from '../../kernel/errors.ts'

export const explainNotFound: Explainer = (incident, why, surroundings) => {
  if (isHiddenTable(why)) return explainHiddenTable(incident, why, surroundings)
  return {
    why: [lookedUp(incident, surroundings), ...factLines(why)],
    cure: cures(incident, why, surroundings),
  }
}

function lookedUp({ service, account, region }: Incident, { isGlobal }: Surroundings): string {
  const where = isGlobal(service)
    ? `Account ${account} has no such thing: names are looked up in the caller's account`
    : `Account ${account} has no such thing in region ${region}: names are looked up in the caller's account and region`
  return `${where}, not in all of them.`
}

/** Fact of the cause, and the commands that list what is there. */
const lists: Readonly<Record<string, readonly string[]>> = {
  queue: ['sqs', 'list-queues'],
  table: ['dynamodb', 'list-tables'],
  User: ['iam', 'list-users'],
  Group: ['iam', 'list-groups'],
  Role: ['iam', 'list-roles'],
  policy: ['iam', 'list-policies', '--scope', 'Local'],
  instanceProfile: ['iam', 'list-instance-profiles'],
}

function cures(incident: Incident, why: Cause, surroundings: Surroundings): Cure[] {
  const found = Object.entries(lists).filter(([fact]) => textFact(why, fact) !== undefined)
  const parts = surroundings.isGlobal(incident.service)
    ? 'the name and the account'
    : 'the name, the account and the region'
  if (found.length === 0) return [advice(`Check ${parts}.`)]
  const look = advice(
    `See what is there, and check ${parts}:`,
    ...found.map(([, words]) => awsCommand(surroundings, incident, words)),
  )
  const queue = textFact(why, 'queue')
  if (queue === undefined || !/^[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/.test(queue)) return [look]
  return [look, advice('Or create it:', awsCommand(surroundings, incident, createQueue(queue)))]
}

function createQueue(name: string): string[] {
  const fifo = name.endsWith('.fifo') ? ['--attributes', 'FifoQueue=true'] : []
  return ['sqs', 'create-queue', '--queue-name', name, ...fifo]
}
