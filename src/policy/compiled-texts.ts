import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts'
import type { Flavour } from './flavour.ts'

/**
 * The compiled form of a text. What a text means depends on nothing else, so that all clouds of a
 * process share these.
 * @throws PolicyFault
 */
export function compiledText(text: string, flavour: Flavour): CompiledPolicy {
  const key = `${flavour} ${text}`
  let policy = compiled.get(key)
  if (!policy) {
    policy = compilePolicy(text, flavour)
    if (compiled.size >= compiledMax) compiled.clear()
    compiled.set(key, policy)
  }
  return policy
}

const compiledMax = 10_000
const compiled = new Map<string, CompiledPolicy>()
