/**
 * Lower case of A to Z alone. `toLowerCase` would make a `k` of the Kelvin sign, so that an action
 * written with one would pass for another.
 */
export function lowerAscii(text: string): string {
  return plain.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

// oxlint-disable-next-line no-control-regex
const plain = /^[\x00-\x7f]*$/
