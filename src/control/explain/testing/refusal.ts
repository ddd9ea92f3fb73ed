/** Explanations of what a cloud in memory refuses, for tests. */
import { testPlace, testStartMs } from '../../../../test/support/world.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { explain } from '../explain.ts'
import type { Surroundings } from '../explanation.ts'

export const surroundings: Surroundings = {
  endpoint: 'http://127.0.0.1:4566',
  nowMs: testStartMs,
  trustsAnyKey: true,
  findQuota: () => undefined,
  isServed: () => false,
  actionPrefixOf: (service) => service,
  isGlobal: (service) => service === 'iam',
  resourcePolicyOf: () => undefined,
  arnOf: () => undefined,
}

/** Of a call that is refused: the error, and what `kasane explain` says of it. */
export async function explained(
  call: Promise<unknown>,
  { service, ...around }: Partial<Surroundings> & { readonly service: string },
) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AwsError)) throw new Error('the call was not refused')
  const { code, status, message, why } = error
  const { account, region } = testPlace
  const caller = `arn:aws:iam::${account}:root`
  const about = { requestId: 'request-1', atMs: testStartMs, operation: 'Operation' }
  const incident = { ...about, service, account, region, caller, code, status, message, why }
  const { why: lines, cure } = explain(incident, { ...surroundings, ...around })
  return { code, message, why: lines, cure }
}

/** A command as it is printed. */
export function aws(words: string): string {
  const { account, region } = testPlace
  const key = `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`
  return `${key} aws ${words} --region ${region} --endpoint-url ${surroundings.endpoint}`
}
