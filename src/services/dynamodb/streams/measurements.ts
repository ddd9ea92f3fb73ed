/**
 * What reading streams counts for CloudWatch.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
import { memory } from '../../../kernel/memory.ts'
import type { Series } from '../../../kernel/metrics.ts'
import type { DynamodbReading } from '../state.ts'
import type { Stream } from './stream-state.ts'

interface Measured {
  readonly bytes: Series
  readonly records: Series
}

const measured = memory(() => new Map<string, Measured>())
const streamsMax = 1_000

/** AWS counts what GetRecords returns; nothing returned is no value. */
export function measureRead(
  call: DynamodbReading,
  stream: Stream,
  { bytes, records }: { readonly bytes: number; readonly records: number },
): void {
  if (records === 0) return
  const known = call.memory(measured)
  if (known.size >= streamsMax) known.clear()
  const series = known.get(stream.id) ?? seriesOf(call, stream)
  known.set(stream.id, series)
  series.bytes.add(bytes)
  series.records.add(records)
}

function seriesOf({ metrics }: DynamodbReading, { table, label }: Stream): Measured {
  const about = {
    namespace: 'AWS/DynamoDB',
    dimensions: { Operation: 'GetRecords', StreamLabel: label, TableName: table },
  }
  return {
    bytes: metrics.series({ ...about, name: 'ReturnedBytes', unit: 'Bytes' }),
    records: metrics.series({ ...about, name: 'ReturnedRecordsCount', unit: 'Count' }),
  }
}
