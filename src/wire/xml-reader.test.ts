import { describe, expect, it } from 'vitest'
import { readXml, XmlFault } from './xml-reader.ts'

/** `[name, text, ...children]` */
function tree(text: string): unknown {
  const plain = ({ name, text: own, children }: ReturnType<typeof readXml>): unknown => [
    name,
    own,
    ...children.map(plain),
  ]
  return plain(readXml(text))
}

describe('a document is read', () => {
  it.each([
    ['<a/>', ['a', '']],
    ['<a></a >', ['a', '']],
    ['\ufeff<?xml version="1.0"?>\n<!-- c --><a>x<b>y</b></a>\n', ['a', 'x', ['b', 'y']]],
    ['<s3:a xmlns:s3="u"><s3:b/></s3:a>', ['a', '', ['b', '']]],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a>', ['a', '<>&"\'A😀']],
    ['<a><![CDATA[<b>&amp;]]></a>', ['a', '<b>&amp;']],
    ['<a>\r\n \r</a>', ['a', '\n \n']],
    ['<a>&#13;</a>', ['a', '\r']],
    ['<a b="1" c=\'"\'/>', ['a', '']],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected))

  it('with its attributes as they are written', () => {
    const { attributes } = readXml('<a xmlns:xsi="u" xsi:type = "C&amp;D" \n x=\'"\'/>')
    expect([...attributes]).toEqual([
      ['xmlns:xsi', 'u'],
      ['xsi:type', 'C&D'],
      ['x', '"'],
    ])
  })
})

describe('what is no document is refused', () => {
  it.each([
    '',
    ' ',
    'text',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>text',
    '<a><b></a></b>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a>&unknown;</a>',
    '<a>&</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a><!-- ',
    '<a><![CDATA[ </a>',
    '<a b="<"/>',
  ])('%s', (text) => expect(() => readXml(text)).toThrow(XmlFault))

  it('also a tower of elements', () => {
    const deep = '<a>'.repeat(1000) + '</a>'.repeat(1000)
    expect(() => readXml(deep)).toThrow('elements nest more than 128 deep')
  })

  it('long runs of what never ends cost no more than their length', () => {
    for (const text of [
      `<a${' '.repeat(100_000)}`,
      `<a ${'b="c" '.repeat(50_000)}`,
      `<!--${'-'.repeat(100_000)}`,
      `<a>${'&'.repeat(100_000)}</a>`,
    ]) {
      expect(() => readXml(text)).toThrow(XmlFault)
    }
  })
})

it('A document of more elements than any request has is refused', () => {
  expect(readXml(`<a>${'<b/>'.repeat(10_000)}</a>`).children).toHaveLength(10_000)
  expect(() => readXml(`<a>${'<b/>'.repeat(300_000)}</a>`)).toThrow('too many elements')
  expect(() => readXml(`<a>${'&lt;'.repeat(300_000)}</a>`)).toThrow('too many of &')
  expect(() => readXml(`<a ${'b="" '.repeat(200_000)}/>`)).toThrow('too many of ="')
})
