/**
 * Reads the XML that AWS's clients send: elements, attributes, text, CDATA, comments. No document
 * types, hence no entities but the five of XML itself and numbered characters.
 */

export interface XmlElement {
  /** Without its namespace's prefix. */
  readonly name: string
  /** By their names as written, prefix included: `xsi:type`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** What stands directly in it. */
  readonly text: string
}

/** The document isn't well-formed. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault'
}

/** AWS's documents nest a dozen levels; recursive shapes are cut here. */
const depthMax = 128

/** Ten thousand parts of an upload, with all that may be said of each, take half of it. */
const tokensMax = 250_000

/** A thousand keys to delete may be of a thousand `&` each, in AWS's 2 MB a tenth of that. */
const entitiesMax = 250_000
const attributesMax = 100_000

const token =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s<>]+)\s*>|<([^\s/<>!?=]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y

interface Growing {
  name: string
  attributes: ReadonlyMap<string, string>
  children: XmlElement[]
  text: string
  readonly tag: string
}

/** @throws XmlFault */
export function readXml(text: string): XmlElement {
  requireFew(text, '&', entitiesMax)
  requireFew(text, '="', attributesMax)
  requireFew(text, "='", attributesMax)
  const document: Growing = grown('', '')
  const open = [document]
  token.lastIndex = text.startsWith('\ufeff') ? 1 : 0
  for (let tokens = 0; token.lastIndex < text.length; tokens++) {
    if (tokens > tokensMax) throw new XmlFault('too many elements')
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw new XmlFault(`unexpected characters at ${at}`)
    take(found, open)
    if (open.length > depthMax) throw new XmlFault(`elements nest more than ${depthMax} deep`)
  }
  const [root, second] = document.children
  if (open.length > 1) throw new XmlFault(`<${open.at(-1)?.tag}> is not closed`)
  if (!root || second || document.text.trim() !== '') throw new XmlFault('not one root element')
  return root
}

/** Each takes half a microsecond to read. */
function requireFew(text: string, mark: string, max: number): void {
  let count = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (++count > max) throw new XmlFault(`too many of ${mark}`)
  }
}

function take(found: RegExpExecArray, open: Growing[]): void {
  const [, cdata, closing, opening, attributes = '', slash, text] = found
  const current = open.at(-1)
  if (!current) throw new XmlFault('more is closed than was opened')
  if (text !== undefined) current.text += resolve(lines(text))
  else if (cdata !== undefined) current.text += lines(cdata)
  else if (opening !== undefined) {
    const element = grown(opening, attributes)
    current.children.push(element)
    if (slash !== '/') open.push(element)
  } else if (closing !== undefined) {
    if (closing !== current.tag || open.length === 1) {
      throw new XmlFault(`</${closing}> closes <${current.tag}>`)
    }
    open.pop()
  }
}

function grown(tag: string, attributes: string): Growing {
  const name = tag.slice(tag.indexOf(':') + 1)
  return { name, tag, attributes: attributesOf(attributes), children: [], text: '' }
}

const noAttributes: ReadonlyMap<string, string> = new Map()

function attributesOf(text: string): ReadonlyMap<string, string> {
  if (text === '') return noAttributes
  const found = new Map<string, string>()
  for (const [, name = '', quoted = ''] of text.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (found.has(name)) throw new XmlFault(`${name} stands twice`)
    found.set(name, resolve(quoted.slice(1, -1)))
  }
  return found
}

function lines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

function resolve(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w{1,8}))?(;?)/g, (whole, ...parts) => {
    const [hex, decimal, name, end] = parts as (string | undefined)[]
    if (name !== undefined && end === ';' && Object.hasOwn(entities, name)) {
      return entities[name] ?? ''
    }
    const digits = hex === undefined ? decimal : `0x${hex}`
    if (digits === undefined || end !== ';') throw new XmlFault(`unknown entity ${whole}`)
    return character(Number(digits))
  })
}

function character(code: number): string {
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff)
  if (!allowed || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) {
    throw new XmlFault(`no character has the number ${code}`)
  }
  return String.fromCodePoint(code)
}
