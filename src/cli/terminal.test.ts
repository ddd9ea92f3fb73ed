import { expect, it } from 'vitest'
import { machineTerminal } from './terminal.ts'

it('a terminal that is none has no colours, on CI either, so that what is printed can be pasted', () => {
  expect(process.stdout.isTTY).not.toBe(true)
  expect(machineTerminal().hasColours).toBe(false)
})
