/** What looks like the name of an AWS region, of today or of days to come. */

/** `us-east-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`; and what SDKs sign for global services. */
const form = /^(?:[a-z]{2,4}(?:-[a-z]{1,12}){1,3}-\d{1,2}|aws(?:-[a-z]{1,6}){0,2}-global)$/

export function isRegion(text: string): boolean {
  return form.test(text)
}
