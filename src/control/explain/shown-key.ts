/** Keys of DynamoDB's items, as refusals tell of them. */
export type Key = Readonly<Record<string, Readonly<Record<string, string>>>>

/** `pk = a, sk = 1` */
export function shownKey(key: Key): string {
  return Object.entries(key)
    .map(([name, value]) => `${name} = ${Object.values(value).join('')}`)
    .join(', ')
}
