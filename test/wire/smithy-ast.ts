/** The parts of Smithy's JSON AST that the protocol test vectors use. */

export interface SmithyFile {
  readonly service: string
  readonly shapes: Readonly<Record<string, SmithyShape>>
}

export type Traits = Readonly<Record<string, unknown>>

export interface SmithyMember {
  readonly target: string
  readonly traits?: Traits
}

export interface SmithyShape {
  readonly type: string
  readonly traits?: Traits
  readonly version?: string
  readonly rename?: Readonly<Record<string, string>>
  readonly members?: Readonly<Record<string, SmithyMember>>
  readonly member?: SmithyMember
  readonly key?: SmithyMember
  readonly value?: SmithyMember
  readonly input?: SmithyMember
  readonly output?: SmithyMember
  readonly errors?: readonly SmithyMember[]
}

interface CaseCommon {
  readonly id: string
  readonly appliesTo?: 'client' | 'server'
  readonly tags?: readonly string[]
}

export interface HttpRequestTest extends CaseCommon {
  readonly method: string
  readonly uri: string
  readonly queryParams?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly bodyMediaType?: string
  readonly params?: unknown
  readonly host?: string
  readonly resolvedHost?: string
}

export interface HttpResponseTest extends CaseCommon {
  readonly code: number
  readonly headers?: Readonly<Record<string, string>>
  readonly forbidHeaders?: readonly string[]
  readonly body?: string
  readonly bodyMediaType?: string
  readonly params?: unknown
}

export interface HttpMalformedRequestTest extends CaseCommon {
  readonly request: HttpRequestTest
  readonly response: {
    readonly code: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: {
      readonly mediaType: string
      readonly assertion: { readonly contents?: string; readonly messageRegex?: string }
    }
  }
  readonly testParameters?: Readonly<Record<string, readonly string[]>>
}

export interface StreamedEvent {
  readonly type: 'request' | 'response'
  readonly params?: Readonly<Record<string, unknown>>
  /** The whole frame, base64. */
  readonly bytes: string
}

export interface EventStreamTest extends CaseCommon {
  readonly events?: readonly StreamedEvent[]
  readonly expectation?: { readonly failure?: { readonly errorId?: string } }
  readonly initialRequest?: HttpRequestTest
  readonly initialRequestParams?: Readonly<Record<string, unknown>>
  readonly initialResponse?: HttpResponseTest
  readonly initialResponseParams?: Readonly<Record<string, unknown>>
}
