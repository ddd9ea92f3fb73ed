/** Run as a process of its own: writes batches into a data directory until it is killed. */
import { openDataDirectory } from '../../src/engines/data-directory.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { keyOf } from '../../src/kernel/store/key.ts'

const [path = '', mode = '', payloadBytes = '400'] = process.argv.slice(2)
const { store } = await openDataDirectory({
  path,
  version: '1.0.0',
  random: seededRandom('writer'),
  durable: mode === 'durable',
})
const filler = 'x'.repeat(Number(payloadBytes))
const last = [
  ...store.range({ start: keyOf('batch'), end: keyOf('batch~'), reverse: true, limit: 1 }),
][0]
let number = last ? (last[1] as { number: number }).number : 0

/** A batch is three entries that belong together; its number is told once it is acknowledged. */
for (;;) {
  number++
  try {
    await store.commit([
      { key: keyOf('batch', number), value: { number, filler } },
      { key: keyOf('twin', number), value: { number, bytes: Buffer.from(filler) } },
      { key: keyOf('latest'), value: number },
    ])
  } catch (error) {
    const { name, kind, message } = error as Error & { kind?: string }
    // A promise that was rejected and not handled would end the process here.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    const count = store.count({ start: keyOf('batch'), end: keyOf('batch~') })
    process.stdout.write(`${JSON.stringify({ name, kind, message, count })}\n`)
    process.exit(0)
  }
  process.stdout.write(`${number}\n`)
  if (number % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
}
