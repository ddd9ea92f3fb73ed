/** What is right in itself, and not now: something is there already, or isn't over yet. */
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand, kasaneCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import {
  explainCancelled,
  explainFailedCondition,
  isCancelled,
  isFailedCondition,
} from './failed-condition.ts'
import { isoInstant } from '../iso-time.ts'
import { factLines, numberFact, textFact } from './facts.ts'
import {
  explainConflict,
  explainInProgress,
  isConflict,
  isInProgress,
} from './transaction-conflict.ts'
import type { Cause } from '../../kernel/errors.ts'

export const explainState: Explainer = (incident, why, surroundings) => {
  if (isFailedCondition(why)) return explainFailedCondition(incident, why, surroundings)
  if (isCancelled(why)) return explainCancelled(incident, why, surroundings)
  if (isConflict(why)) return explainConflict(incident, why, surroundings)
  if (isInProgress(why)) return explainInProgress(incident, why, surroundings)
  return {
    why: [
      textFact(why, 'reason') ?? 'The resource is in a state in which AWS does not do this.',
      ...factLines(why, ['reason']),
    ],
    cure: [
      ...recovery(incident, why, surroundings),
      ...cures(`${incident.service} ${incident.code}`, why, surroundings),
    ],
  }
}

/** What was written before it is switched on isn't restored. */
function recovery(incident: Incident, why: Cause, surroundings: Surroundings): Cure[] {
  const table = textFact(why, 'table')
  if (!incident.code.includes('PointInTimeRecoveryUnavailable') || table === undefined) return []
  const update = ['dynamodb', 'update-continuous-backups', '--table-name', table]
  const on = ['--point-in-time-recovery-specification', 'PointInTimeRecoveryEnabled=true']
  return [advice('Switch it on:', awsCommand(surroundings, incident, [...update, ...on]))]
}

function cures(code: string, why: Cause, surroundings: Surroundings): Cure[] {
  const untilMs = numberFact(why, 'untilMs')
  // A handle's time that is up doesn't come back.
  const isOver = untilMs !== undefined && untilMs <= surroundings.nowMs
  const byCode = Object.entries(advices).find(([part]) => code.includes(part))?.[1]
  if (byCode !== undefined) return [advice(byCode)]
  if (untilMs === undefined) return [advice('Look at what is there, and ask again.')]
  if (isOver) return [advice(`That was until ${isoInstant(untilMs)}, which has passed: ask again.`)]
  const seconds = Math.ceil((untilMs - surroundings.nowMs) / 1_000)
  return [
    advice(
      `Wait ${seconds} s, until ${isoInstant(untilMs)}, or move the clock there:`,
      kasaneCommand(surroundings, 'clock', 'set', isoInstant(untilMs)),
    ),
  ]
}

/** By what service and code of the error have in them. */
const advices: Readonly<Record<string, string>> = {
  QueueNameExists:
    'Create it with the attributes that it has (get-queue-attributes shows them), change them with set-queue-attributes, or take another name.',
  EntityAlreadyExists: 'Use what is there, delete it first, or take another name.',
  'sqs InvalidParameterValue': 'Receive the message again: the new receipt handle holds.',
  MessageNotInflight: 'Receive the message again: the new receipt handle holds.',
  UnmodifiableEntity: 'Roles of services are changed by their services alone.',
  ExpiredToken: 'Get a new token.',
  PointInTimeRecoveryUnavailable:
    'From then on the table can be restored to any second; what it was before comes back from a backup alone.',
  ExpiredIterator:
    'Get a new iterator behind the last record that was read (AFTER_SEQUENCE_NUMBER), and use it within 15 minutes.',
  TrimmedDataAccess:
    'Records are kept for 24 hours: go on from TRIM_HORIZON, and make up for what is gone from the table itself.',
}
