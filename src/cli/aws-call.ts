/** Calls of AWS's APIs by commands: JSON, as the root user of an account of the cloud. */
import type { Ask } from './ask.ts'
import type { Members } from './cloud.ts'
import { Failure } from './failure.ts'

export interface AwsPlace {
  readonly endpoint: string
  readonly account: string
  readonly region: string
}

export interface AwsAction {
  /** As signatures name it. */
  readonly signingName: string
  /** `DynamoDB_20120810.DescribeTable` */
  readonly target: string
}

/**
 * A key of twelve digits is the root user of that account, whatever its signature, so that none is
 * made; a cloud that trusts no such keys refuses it.
 * @throws Failure with AWS's words for a refusal
 */
export async function callAws(
  ask: Ask,
  { endpoint, account, region }: AwsPlace,
  { signingName, target }: AwsAction,
  input: object,
): Promise<Members> {
  const atText = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${account}/${atText.slice(0, 8)}/${region}/${signingName}/aws4_request`
  const { status, body } = await ask({
    method: 'POST',
    url: new URL('/', endpoint),
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': atText,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00`,
    },
    body: JSON.stringify(input),
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  const answer = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Members
  if (status < 400) return answer
  const code = String(answer['__type']).replace(/^.*#/, '')
  throw new Failure(`${code}: ${String(answer['message'] ?? answer['Message'] ?? 'refused')}`)
}
