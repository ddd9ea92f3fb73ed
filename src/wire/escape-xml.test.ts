import { describe, expect, test } from 'vitest'
import { escapeXml } from './escape-xml.ts'

describe('a text in XML', () => {
  test.each([
    ['a & b', 'a &amp; b'],
    ['<"é">\r\n', '&lt;&quot;é&quot;&gt;&#xD;&#xA;'],
    ['\u0085 \u2028 \u0001 \uffff', '&#x85; &#x2028; &#x1; &#xFFFF;'],
    ["plain'", "plain'"],
  ])('%j is written as %j, however long it is', (text, written) => {
    expect(escapeXml(text)).toBe(written)
    expect(escapeXml(text.repeat(50_000))).toBe(written.repeat(50_000))
  })
})
