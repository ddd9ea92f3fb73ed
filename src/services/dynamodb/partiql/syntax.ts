/** What PartiQL statements are made of, as they are written; parameters are filled in. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import type { Step } from '../expressions/syntax.ts'

/** Where in the statement something stands; lines and columns count from one. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly length: number
}

export interface PathExpression {
  readonly kind: 'path'
  readonly steps: readonly Step[]
  readonly at: Position
}

export interface CallExpression {
  readonly kind: 'call'
  /** In small letters. */
  readonly name: string
  readonly operands: readonly Expression[]
  readonly at: Position
}

export type Expression =
  /** A literal; `text` as it is written, for numbers. */
  | { kind: 'value'; value: AttributeValue; text: string; at: Position }
  | { kind: 'parameter'; value: AttributeValue; at: Position }
  | { kind: 'missing'; at: Position }
  | PathExpression
  | { kind: 'list' | 'bag'; items: readonly Expression[]; at: Position }
  | { kind: 'struct'; entries: readonly (readonly [Expression, Expression])[]; at: Position }
  | CallExpression
  /** `=`, `<>` and their kin, `+`, `-`, and what is parsed only to be refused. */
  | { kind: 'binary'; operator: string; left: Expression; right: Expression; at: Position }
  | { kind: 'and' | 'or'; left: Expression; right: Expression; at: Position }
  | { kind: 'not'; condition: Expression; at: Position }
  | { kind: 'is'; operand: Expression; type: string; at: Position }
  | { kind: 'between'; operands: readonly Expression[]; at: Position }
  | { kind: 'in'; operand: Expression; among: Expression; at: Position }

/** A table, by its name or ARN, or one of its indexes. */
export interface Source {
  readonly table: string
  readonly index?: string
}

export type Returning = 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW'

export interface Select extends Source {
  readonly kind: 'select'
  readonly columns: '*' | readonly PathExpression[]
  readonly where?: Expression
  readonly orderBy: readonly { readonly name: string; readonly isDescending: boolean }[]
}

export interface Insert extends Source {
  readonly kind: 'insert'
  readonly item: Expression
}

/** Without a value: REMOVE. */
export interface Assignment {
  readonly path: PathExpression
  readonly value?: Expression
}

export interface Update extends Source {
  readonly kind: 'update'
  readonly assignments: readonly Assignment[]
  readonly where?: Expression
  readonly returning?: Returning
}

export interface Delete extends Source {
  readonly kind: 'delete'
  readonly where?: Expression
  readonly returning?: Returning
}

/** `EXISTS(SELECT …)`, a statement of its own in transactions. */
export interface Exists {
  readonly kind: 'exists'
  readonly select: Select
}

export type WriteStatement = Insert | Update | Delete
export type Statement = Select | WriteStatement | Exists
