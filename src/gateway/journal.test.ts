import { expect, test } from 'vitest'
import { Journal, type JournalEntry, journalEntriesMax } from './journal.ts'

function entry(requestId: string): JournalEntry {
  return {
    requestId,
    atMs: 0,
    service: 'sqs',
    operation: 'SendMessage',
    status: 200,
    code: '',
    durationMs: 1,
    caller: '',
    account: '000000000000',
    region: 'us-east-1',
    protocol: 'json1.0',
    method: 'POST',
    path: '/',
    requestBytes: 0,
    responseBytes: 0,
  }
}

test('the newest requests are kept, oldest first', () => {
  const journal = new Journal()
  for (let at = 0; at < journalEntriesMax + 3; at++) journal.record(entry(`${at}`))
  const listed = journal.list()
  expect(listed).toHaveLength(journalEntriesMax)
  expect(listed[0]?.requestId).toBe('3')
  expect(listed.at(-1)?.requestId).toBe(`${journalEntriesMax + 2}`)
})

test('requests can be followed as they come, until one stops', () => {
  const journal = new Journal()
  const seen: string[] = []
  const stop = journal.onRecord(({ requestId }) => seen.push(requestId))
  journal.record(entry('a'))
  journal.record(entry('b'))
  stop()
  journal.record(entry('c'))
  expect(seen).toEqual(['a', 'b'])
})

test('a cleared journal is empty, and goes on', () => {
  const journal = new Journal()
  journal.record(entry('a'))
  journal.clear()
  expect(journal.list()).toEqual([])
  journal.record(entry('b'))
  expect(journal.list().map(({ requestId }) => requestId)).toEqual(['b'])
})
