/** Operations whose bodies stream. */
import type { OperationModel, StructureShape } from '../../../src/model/model.ts'

export function hasEventStream(shape: StructureShape | undefined): boolean {
  return [...(shape?.members.values() ?? [])].some(
    (member) => member.shape.kind === 'structure' && member.shape.json.eventStream === true,
  )
}

/** An output with its streaming payload's bytes as services hand them out. */
export function streamed(
  output: Record<string, unknown>,
  { output: shape }: OperationModel,
): object {
  const payload = shape?.payload
  if (!payload?.traits.streaming || !(payload.name in output)) return output
  return { ...output, [payload.name]: oneChunk(output[payload.name] as Uint8Array) }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
