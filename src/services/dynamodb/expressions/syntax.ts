/** What expressions are made of. */

/** A step of a document path: an attribute's name, an alias with its `#`, or an index. */
export type Step = string | number

export interface Path {
  readonly kind: 'path'
  /** Aliases are still aliases. */
  readonly steps: readonly Step[]
}

export interface Placeholder {
  readonly kind: 'value'
  /** With its colon. */
  readonly name: string
}

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly operands: readonly Operand[]
}

export interface Sum {
  readonly kind: 'sum'
  readonly operator: '+' | '-'
  readonly left: Operand
  readonly right: Operand
}

export type Operand = Path | Placeholder | Call | Sum

export interface Comparison {
  readonly kind: 'comparison'
  /** `=` and its kin, `BETWEEN` or `IN`. */
  readonly operator: string
  readonly operands: readonly Operand[]
}

export interface Junction {
  readonly kind: 'AND' | 'OR'
  readonly left: Condition
  readonly right: Condition
}

export interface Negation {
  readonly kind: 'NOT'
  readonly condition: Condition
}

export type Condition = Comparison | Junction | Negation | Call

export type Section = 'SET' | 'REMOVE' | 'ADD' | 'DELETE'

export interface Action {
  readonly section: Section
  readonly path: Path
  /** Absent in REMOVE. */
  readonly operand?: Operand
}

export interface Update {
  /** As written, so that one that stands twice is seen. */
  readonly sections: readonly Section[]
  readonly actions: readonly Action[]
}

/** What a parser saw besides: for errors that are found once all of it is read. */
export interface Parsed<Tree> {
  readonly tree: Tree
  readonly hasRedundantParentheses: boolean
  readonly operators: number
}
