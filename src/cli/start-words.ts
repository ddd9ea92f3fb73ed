/**
 * Reads the words behind `kasane start` without the library that reads all other commands: loading
 * that takes 15 ms, a quarter of the whole start.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { OptionValue } from './command.ts'
import { optionKey } from './option-key.ts'
import { startOptions } from './start-command.ts'

/** `undefined` for what isn't plainly right: the library then says what is wrong, or gives help. */
export function readStartWords(
  words: readonly string[],
): Readonly<Record<string, OptionValue>> | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: parseOptions(), strict: true })
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [optionKey(name), value as OptionValue]),
    )
  } catch {
    return undefined
  }
}

function parseOptions(): ParseArgsConfig['options'] {
  return Object.fromEntries(
    startOptions.map(({ name, value, isRepeated = false }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: isRepeated },
    ]),
  )
}
