/** Which context keys policies look at: in conditions, and as variables. */
import { lowerAscii } from '../../policy/ascii.ts'
import type { CompiledPolicy } from '../../policy/compiled-policy.ts'
import { readDocument } from '../../policy/document.ts'
import { variableBodies } from '../../policy/template.ts'
import { refusingFaults } from './documents.ts'

type Document = Pick<CompiledPolicy, 'text' | 'flavour'>

/**
 * As written in the policies, each once.
 * @throws AwsError InvalidInput
 */
export function contextKeysIn(documents: readonly Document[]): string[] {
  const byFolded = new Map<string, string>()
  for (const key of documents.flatMap(keysIn)) {
    const folded = lowerAscii(key)
    if (!byFolded.has(folded)) byFolded.set(folded, key)
  }
  return [...byFolded.values()]
}

function keysIn({ text, flavour }: Document): string[] {
  const { version, statements } = refusingFaults(() => readDocument(text, flavour))
  return statements.flatMap(({ conditions, resource = [], notResource = [] }) => {
    const texts = [...resource, ...notResource, ...conditions.flatMap(({ values }) => values)]
    const variables = version === '2012-10-17' ? texts.flatMap(variablesIn) : []
    return [...conditions.map(({ key }) => key), ...variables]
  })
}

/** `${aws:username}`, and with a default: `${aws:PrincipalTag/team, 'all'}`. */
function variablesIn(text: string): string[] {
  return variableBodies(text).flatMap((body) => /^[^,*?$]+/.exec(body)?.[0].trim() ?? [])
}
