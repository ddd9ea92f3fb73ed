/** Calls of AWS's APIs by commands: JSON, as the root user of an account of the cloud. */
import { readText } from './ask.ts'
import type { AwsPlace } from './aws-place.ts'
import { askCloud, type Members } from './cloud.ts'
import { Failure } from './failure.ts'
import type { Terminal } from './terminal.ts'

export interface AwsAction {
  /** As signatures name it. */
  readonly signingName: string
  /** `DynamoDB_20120810.DescribeTable` */
  readonly target: string
}

/** @throws Failure with AWS's words for a refusal */
export type AwsCall = (action: AwsAction, input: object) => Promise<Members>

/**
 * A key of twelve digits is the root user of that account, whatever its signature, so that none is
 * made; a cloud that trusts no such keys refuses it.
 */
export function awsCaller(
  { endpoint, account, region }: AwsPlace,
  terminal: Pick<Terminal, 'ask' | 'now' | 'program'>,
): AwsCall {
  return async ({ signingName, target }, input) => {
    const date = new Date(terminal.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const scope = `${account}/${date.slice(0, 8)}/${region}/${signingName}/aws4_request`
    const question = {
      method: 'POST',
      url: new URL('/', endpoint),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        'x-amz-date': date,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00`,
      },
      body: JSON.stringify(input),
    }
    const { status, body } = await askCloud(question, terminal)
    const answer = JSON.parse((await readText(body)) || '{}') as Members
    if (status < 400) return answer
    const code = String(answer['__type']).replace(/^.*#/, '')
    throw new Failure(`${code}: ${String(answer['message'] ?? answer['Message'] ?? 'refused')}`)
  }
}
