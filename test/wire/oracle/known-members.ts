/** What the installed client knows of a shape: its releases lack some members of AWS's models. */
import { everything, type Guide } from '../random-value.ts'
import { type NormalizedSchema, normalizedSchema, type SdkCommand } from './sdk-client.ts'

/** @param onLack Told the path of each member that the client lacks. */
export function knownMembers(
  command: SdkCommand,
  side: 'input' | 'output',
  onLack: (member: string) => void,
): Guide {
  const schema = command.schema?.[side === 'input' ? 4 : 5]
  return schema === undefined ? everything : guideOf(normalizedSchema(schema), side, onLack)
}

function guideOf(schema: NormalizedSchema, path: string, onLack: (member: string) => void): Guide {
  return {
    member(name) {
      if (!schema.isStructSchema()) return everything
      const member = schema.getMemberSchemas()[name]
      if (member) return guideOf(member, `${path}.${name}`, onLack)
      onLack(`${path}.${name}`)
      return undefined
    },
    element() {
      if (!schema.isListSchema() && !schema.isMapSchema()) return everything
      return guideOf(schema.getValueSchema(), path, onLack)
    },
  }
}
