/** A small XML reader of the tests' own, so that the product's reader doesn't judge its writer. */

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

export function readXmlTree(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (const [, plain, closed, name, attributes, empty, text] of xml.matchAll(token)) {
    const parent = open.at(-1)
    if (!parent) throw new Error(`more end tags than start tags in ${xml}`)
    if (text !== undefined) parent.text += unescape(text)
    else if (plain !== undefined) parent.text += plain
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes another in ${xml}`)
    } else if (name !== undefined) {
      const child = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' }
      parent.children.push(child)
      if (!empty) open.push(child)
    }
  }
  const [element, ...others] = root.children
  if (!element || others.length > 0 || open.length !== 1) throw new Error(`no document: ${xml}`)
  return element
}

const token =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^>\s]+)\s*>|<([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/g

/** Comparable form: children grouped by name in their order, blanks between elements dropped. */
export function comparable(element: XmlElement, ignored: ReadonlySet<string> = new Set()): unknown {
  const children = element.children.filter(({ name }) => !ignored.has(name))
  const groups: Record<string, unknown[]> = {}
  for (const child of children) (groups[child.name] ??= []).push(comparable(child, ignored))
  const blank = children.length > 0 || /^\s*\n\s*$/.test(element.text)
  return { attributes: element.attributes, text: blank ? '' : element.text, children: groups }
}

export function elementNames(element: XmlElement): Set<string> {
  return new Set([element.name, ...element.children.flatMap((child) => [...elementNames(child)])])
}

function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return Object.fromEntries(
    [...found].map(([, name, double, single]) => [name, unescape(double ?? single ?? '')]),
  )
}

function unescape(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (all, number: string | undefined, name: string) => {
    if (number === undefined) return entities[name] ?? all
    return String.fromCodePoint(Number.parseInt(name, number === '#' ? 10 : 16))
  })
}
