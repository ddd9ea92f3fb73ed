/** AWS: IAM tells instants to the second. */
export function writeInstant(ms: number): Date {
  return new Date(ms - (ms % 1_000))
}
