/**
 * PartiQL's statements, as DynamoDB takes them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html
 */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import {
  orderByNoKey,
  returningOfDelete,
  returningOfInsert,
  returningWithoutStar,
} from './errors.ts'
import {
  aliased,
  emptyPathComponent,
  insertIntoIndex,
  malformed,
  severalItems,
  severalSources,
  sourceTooLong,
  starAndOthers,
  unsupportedClause,
  valueOrPivot,
  writeToIndex,
} from './syntax-errors.ts'
import { ExpressionParser } from './expression-parser.ts'
import type {
  Assignment,
  Delete,
  Exists,
  Expression,
  Insert,
  PathExpression,
  Returning,
  Select,
  Source,
  Statement,
  Update,
} from './syntax.ts'
import { TokenReader } from './token-reader.ts'

/** @throws AwsError ValidationException */
export function parseStatement(
  statement: string,
  parameters: readonly AttributeValue[] = [],
): Statement {
  return new StatementParser(statement, parameters).read()
}

const unsupportedClauses = ['group', 'having', 'limit', 'let', 'offset']

class StatementParser {
  readonly #tokens: TokenReader
  readonly #expressions: ExpressionParser

  constructor(statement: string, parameters: readonly AttributeValue[]) {
    this.#tokens = new TokenReader(statement)
    this.#expressions = new ExpressionParser(this.#tokens, parameters)
  }

  read(): Statement {
    const statement = this.#readStatement()
    this.#tokens.skip(';')
    const { kind } = this.#tokens.peek()
    if (kind !== 'end') throw malformed('Unexpected token after expression')
    this.#expressions.checkParameters()
    return statement
  }

  #readStatement(): Statement {
    if (this.#tokens.skip('select')) return this.#readSelect()
    if (this.#tokens.skip('insert')) return this.#readInsert()
    if (this.#tokens.skip('update')) return this.#readUpdate()
    if (this.#tokens.skip('delete')) return this.#readDelete()
    if (this.#tokens.skip('exists')) return this.#readExists()
    throw malformed('Expected data manipulation')
  }

  #readSelect(): Select {
    const tokens = this.#tokens
    if (tokens.skip('distinct')) throw unsupportedClause('DISTINCT')
    const columns = this.#readColumns()
    tokens.expect('from', 'Expected FROM after SELECT list')
    const source = this.#readSource()
    if (tokens.sees('as') || tokens.peek().kind === 'word') throw aliased()
    if (['at', 'by'].some((word) => tokens.sees(word))) throw aliased()
    if (
      [',', 'join', 'inner', 'left', 'right', 'full', 'cross'].some((word) => tokens.sees(word))
    ) {
      throw severalSources()
    }
    const where = this.#readWhere()
    this.#refuseClauses()
    const orderBy = this.#readOrder()
    this.#refuseClauses()
    return { kind: 'select', columns, ...source, ...where, orderBy }
  }

  #refuseClauses(): void {
    const clause = unsupportedClauses.find((word) => this.#tokens.seesWord(word))
    if (clause) throw unsupportedClause(clause.toUpperCase())
  }

  #readColumns(): Select['columns'] {
    const tokens = this.#tokens
    if (tokens.sees('value') || tokens.sees('pivot')) throw valueOrPivot()
    const columns: PathExpression[] = []
    let hasStar = false
    do {
      if (tokens.skip('*')) hasStar = true
      else columns.push(this.#expressions.readPath())
      if (tokens.sees('as') || tokens.peek().kind === 'word') throw aliased()
    } while (tokens.skip(','))
    if (!hasStar) return columns
    if (columns.length > 0) throw starAndOthers()
    return '*'
  }

  #readOrder(): Select['orderBy'] {
    const tokens = this.#tokens
    if (!tokens.skip('order')) return []
    tokens.expect('by', 'Expected BY after ORDER')
    const orderBy: { name: string; isDescending: boolean }[] = []
    do {
      const { steps } = this.#expressions.readPath()
      const [name] = steps
      if (typeof name !== 'string' || steps.length > 1) throw orderByNoKey(steps.join('.'))
      const isDescending = tokens.skip('desc')
      if (!isDescending) tokens.skip('asc')
      orderBy.push({ name, isDescending })
    } while (tokens.skip(','))
    return orderBy
  }

  #readInsert(): Insert {
    const tokens = this.#tokens
    tokens.expect('into', 'Expected INTO after INSERT')
    const source = this.#readSource()
    // As the open parser reads it: a call, whose operands are no keywords.
    if (tokens.sees('(')) throw malformed('Unexpected keyword')
    if (tokens.sees('values') || tokens.sees('<<')) throw severalItems()
    tokens.expect('value', 'Expected VALUE')
    const item = this.#expressions.read()
    if (item.kind === 'bag' || tokens.sees(',')) throw severalItems()
    if (tokens.seesWord('returning')) throw returningOfInsert()
    if (source.index !== undefined) throw insertIntoIndex()
    return { kind: 'insert', ...source, item }
  }

  #readUpdate(): Update {
    const source = this.#readSource()
    const assignments = this.#readAssignments()
    if (assignments.length === 0) throw malformed('Expected data manipulation')
    const where = this.#readWhere()
    const returning = this.#readReturning()
    if (source.index !== undefined) throw writeToIndex()
    return {
      kind: 'update',
      ...source,
      assignments,
      ...where,
      ...(returning && { returning: returning.values }),
    }
  }

  #readAssignments(): readonly Assignment[] {
    const tokens = this.#tokens
    const assignments: Assignment[] = []
    for (;;) {
      if (tokens.skip('set')) {
        do assignments.push(this.#readAssignment())
        while (tokens.skip(','))
      } else if (tokens.skip('remove')) {
        do assignments.push({ path: this.#expressions.readPath() })
        while (tokens.skip(','))
      } else {
        return assignments
      }
    }
  }

  #readAssignment(): Assignment {
    const path = this.#expressions.readPath()
    this.#tokens.expect('=', 'Expected = in SET')
    return { path, value: this.#expressions.read() }
  }

  #readDelete(): Delete {
    this.#tokens.expect('from', 'Expected FROM after DELETE')
    const source = this.#readSource()
    const where = this.#readWhere()
    const returning = this.#readReturning()
    if (source.index !== undefined) throw writeToIndex()
    if (returning && returning.values !== 'ALL_OLD') throw returningOfDelete(returning.clause)
    return { kind: 'delete', ...source, ...where, ...(returning && { returning: 'ALL_OLD' }) }
  }

  #readExists(): Exists {
    const tokens = this.#tokens
    tokens.expect('(', 'Expected ( after EXISTS')
    tokens.expect('select', 'Expected SELECT in EXISTS')
    const select = this.#readSelect()
    tokens.expect(')', 'Expected )')
    return { kind: 'exists', select }
  }

  #readWhere(): { where?: Expression } {
    return this.#tokens.skip('where') ? { where: this.#expressions.read() } : {}
  }

  #readReturning(): { clause: string; values: Returning } | undefined {
    const tokens = this.#tokens
    if (!tokens.skipWord('returning')) return undefined
    const isAll = tokens.skipWord('all')
    if (!isAll && !tokens.skipWord('modified')) throw malformed('Expected ALL or MODIFIED')
    const isOld = tokens.skipWord('old')
    if (!isOld && !tokens.skipWord('new')) throw malformed('Expected OLD or NEW')
    if (!tokens.skip('*')) throw returningWithoutStar()
    const clause = `${isAll ? 'ALL' : 'MODIFIED'} ${isOld ? 'OLD' : 'NEW'} *`
    return { clause, values: `${isAll ? 'ALL' : 'UPDATED'}_${isOld ? 'OLD' : 'NEW'}` }
  }

  #readSource(): Source {
    const [table = '', index, third] = this.#readComponents()
    if (third !== undefined) throw sourceTooLong()
    return { table, ...(index !== undefined && { index }) }
  }

  #readComponents(): readonly string[] {
    const names: string[] = []
    do {
      const { kind, text } = this.#tokens.take()
      if (kind === 'keyword') throw malformed('Unexpected keyword')
      if (kind !== 'word' && kind !== 'quoted') {
        throw malformed('Expected identifier for simple path')
      }
      if (text === '') throw emptyPathComponent()
      names.push(text)
    } while (this.#tokens.skip('.'))
    return names
  }
}
