/** Durations and sizes of global tables. */
import { duration } from '../../../kernel/durations.ts'

/** Between a write and its being told to the other regions: AWS usually takes less than a second. */
export const replicationDelayMs = 500

/** The least that a new replica takes: AWS takes half a minute at best. */
export const replicaCreation = duration(60_000)

/** What one message between regions holds. */
export const changesPerMessageMax = 250
export const messageBytesMax = 1_048_576

/** What one turn of a job notes or forgets. */
export const itemsPerTurnMax = 250

/** A region that was the source of another's items stays in the group for so long. */
export const sourceMs = 86_400_000

/** How long it is known of an item that it was deleted. */
export const deletionKnownMs = 86_400_000

/** An attempt follows the other until the other region takes the message. */
export const retry = { attemptsMax: 1_000, firstDelayMs: 1_000, factor: 2, delayMsMax: 60_000 }

/** What is refused is refused. */
export const noRetry = { attemptsMax: 1, firstDelayMs: 0, factor: 1, delayMsMax: 0 }

/** Those of the commercial partition; https://docs.aws.amazon.com/general/latest/gr/ddb.html */
export const regions: readonly string[] = [
  'ap-south-2',
  'ap-south-1',
  'eu-south-1',
  'eu-south-2',
  'me-central-1',
  'il-central-1',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'us-west-1',
  'us-west-2',
  'af-south-1',
  'eu-north-1',
  'eu-west-3',
  'eu-west-2',
  'eu-west-1',
  'ap-northeast-3',
  'ap-northeast-2',
  'ap-northeast-1',
  'me-south-1',
  'sa-east-1',
  'ap-east-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'mx-central-1',
  'us-east-1',
  'us-east-2',
]
