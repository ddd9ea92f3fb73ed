/** Batches: ten calls in one, each with an answer of its own. */
import type { BatchResultErrorEntry } from '../../generated/sqs.ts'
import { AwsError } from '../../kernel/errors.ts'
import { missingParameter } from './errors.ts'
import { batchEntriesMax } from './limits.ts'
import { emptyBatch, invalidEntryId, repeatedEntry, tooManyEntries } from './message-errors.ts'

interface Entry {
  readonly Id: string
}

/** How AWS's refusals call a batch's entries. */
export interface EntryNames {
  readonly entry: string
  /** Where a batch without entries is refused. */
  readonly whenEmpty?: string
  /** Members that each entry must have. */
  readonly required: readonly string[]
}

const entryId = /^[A-Za-z0-9_-]{1,80}$/

/** @throws AwsError for what makes the batch as a whole unfit */
export function checkEntries<E extends Entry>(
  entries: readonly E[] | undefined,
  names: EntryNames,
): asserts entries is readonly E[] {
  const { entry, whenEmpty = entry, required } = names
  // A query request has no way to tell an empty list from none.
  if (!entries?.length) throw emptyBatch(whenEmpty)
  if (entries.length > batchEntriesMax) throw tooManyEntries(entries.length, batchEntriesMax)
  const ids = new Set<string>()
  for (const [at, given] of entries.entries()) {
    for (const member of ['Id', ...required]) {
      const isThere = (given as unknown as Record<string, unknown>)[member] !== undefined
      if (!isThere) throw missingParameter(`${entry}.${at + 1}.${member}`)
    }
    if (!entryId.test(given.Id)) throw invalidEntryId(given.Id)
    if (ids.has(given.Id)) throw repeatedEntry(given.Id)
    ids.add(given.Id)
  }
}

/** Does each entry's work, which throws before it writes: a refused one doesn't touch the others. */
export function runEntries<E extends Entry, Result extends object>(
  entries: readonly E[],
  work: (entry: E) => Result,
) {
  const Successful: (Result & Entry)[] = []
  const Failed: BatchResultErrorEntry[] = []
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...work(entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message })
    }
  }
  return { Successful, Failed }
}
