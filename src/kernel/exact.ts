/**
 * TypeScript lets an object with unknown members through where it comes from a variable or a
 * branch; `Exact` asks each member that AWS's output lacks to be of a type that nothing is.
 */
type Leaf =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | Date
  | Uint8Array
  | AsyncIterable<unknown>

export type Exact<Given, Wanted> = Wanted extends Leaf
  ? Given
  : Given extends readonly (infer G)[]
    ? readonly Exact<G, ItemOf<Wanted>>[]
    : string extends keyof Wanted
      ? Given
      : Given extends object
        ? {
            [K in keyof Given]: K extends keyof Wanted
              ? Exact<Given[K], NonNullable<Wanted[K]>>
              : NotInModel<K>
          }
        : Given

type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never

interface NotInModel<K> {
  readonly 'AWS has no output member of this name': K
}
