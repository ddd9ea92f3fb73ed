/**
 * Values as AWS's Java prints them into its messages: lists `[a, b]`, maps `{k=v}`, structures
 * `WriteRequest(putRequest=PutRequest(item={…}), deleteRequest=null)`.
 *
 * AWS: that form of structures is in https://github.com/risingwavelabs/risingwave/issues/17572; older
 * services print a class name and a hash, which nobody can rely on.
 */
import type { Member, ScalarShape, Shape, StructureShape } from './model.ts'

const printedLengthMax = 65_536

export function printValue(value: unknown, shape: Shape): string {
  const printed = print(value, shape)
  return printed.length > printedLengthMax ? `${printed.slice(0, printedLengthMax)}…` : printed
}

/** A number as Java prints it: floating ones always with a fraction. */
export function printNumber(value: number, type: string): string {
  const floats = type === 'float' || type === 'double'
  return floats && Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** Java's name of a member: its first letter in lower case (`sSESpecification`). */
export function javaName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}

function print(value: unknown, shape: Shape): string {
  if (value === undefined || value === null) return 'null'
  switch (shape.kind) {
    case 'structure':
      return printStructure(value as Readonly<Record<string, unknown>>, shape)
    case 'list':
      return `[${(value as readonly unknown[]).map((item) => print(item, shape.member.shape)).join(', ')}]`
    case 'map':
      return `{${Object.entries(value)
        .map(([key, entry]) => `${key}=${print(entry, shape.value.shape)}`)
        .join(', ')}}`
    case 'scalar':
      return printScalar(value, shape)
  }
}

function printStructure(value: Readonly<Record<string, unknown>>, shape: StructureShape): string {
  const printMember = ({ name, shape: target, traits }: Member) =>
    `${javaName(name)}=${isSensitive(target, traits) ? '***' : print(value[name], target)}`
  return `${shape.name}(${[...shape.members.values()].map(printMember).join(', ')})`
}

function isSensitive(shape: Shape, traits: Member['traits']): boolean {
  return (traits.sensitive ?? shape.json.sensitive) === true
}

function printScalar(value: unknown, shape: ScalarShape): string {
  if (value instanceof Uint8Array) {
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  }
  if (value instanceof Date) return printDate(value)
  return typeof value === 'number' ? printNumber(value, shape.type) : String(value)
}

/** `Tue Nov 24 22:37:01 UTC 2026` */
function printDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'null'
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
