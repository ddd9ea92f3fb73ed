import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { thisMachine } from './machine.ts'
import { machineTerminal } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'kasane-machine-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('this machine writes into a folder that is there or can be made, and not into a file', async () => {
  const machine = thisMachine(machineTerminal())
  expect(await machine.whyNotWrite(folder)).toBeUndefined()
  expect(await machine.whyNotWrite(join(folder, 'a', 'b'))).toBeUndefined()
  const file = join(folder, 'notes.txt')
  writeFileSync(file, '')
  expect(await machine.whyNotWrite(file)).toBe(`${file} is a file`)
  expect(await machine.whyNotWrite(join(file, 'a'))).toBe(`${file} is a file`)
  expect(readdirSync(folder)).toEqual(['notes.txt'])
})
