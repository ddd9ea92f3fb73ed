/** `kasane aws …`: the AWS CLI, pointed at the cloud. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isLoopback } from './ask.ts'
import { addressOf, cloudOptions, type Command } from './command.ts'
import { Failure } from './failure.ts'

export const aws: Command = {
  name: 'aws',
  summary: 'runs the AWS CLI against the cloud: kasane aws sqs list-queues',
  args: [['[words...]', 'what the AWS CLI is told']],
  options: cloudOptions,
  handsOn: true,
  run(run) {
    const { endpoint } = addressOf(run)
    return runAws(
      wordsFor(endpoint, run.args),
      environmentFor(endpoint, run.terminal.env, run.args),
    )
  },
}

/**
 * AWS: version 1 of its CLI looks past AWS_ENDPOINT_URL for a few services, SQS and RDS among them
 * (awscli/customizations/overridesslcommonname.py), but never past the option.
 */
export function wordsFor(endpoint: string, words: readonly string[]): readonly string[] {
  if (words.some((word) => /^--endpoint-url(=|$)/.test(word))) return words
  // The cloud's certificate is its own, and nobody is between on this machine.
  const isOwn = endpoint.startsWith('https:') && isLoopback(new URL(endpoint).hostname)
  return [...(isOwn ? ['--no-verify-ssl'] : []), '--endpoint-url', endpoint, ...words]
}

type Environment = Readonly<Record<string, string | undefined>>

/** The user's environment, with the endpoint, and with credentials and a region where it has none. */
export function environmentFor(
  endpoint: string,
  env: Environment,
  words: readonly string[],
): Environment {
  const hasProfile = Boolean(env['AWS_PROFILE']) || words.some((word) => /^--profile\b/.test(word))
  const hasKeys = Boolean(env['AWS_ACCESS_KEY_ID'])
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !overridesEndpoint(name))),
    AWS_ENDPOINT_URL: endpoint,
    ...(!hasKeys && !hasProfile && { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }),
    ...(!env['AWS_REGION'] &&
      !env['AWS_DEFAULT_REGION'] &&
      !hasProfile && { AWS_DEFAULT_REGION: 'us-east-1' }),
  }
}

/** AWS: AWS_ENDPOINT_URL_SQS and kin win over AWS_ENDPOINT_URL, and a switch turns both off. */
function overridesEndpoint(name: string): boolean {
  return name.startsWith('AWS_ENDPOINT_URL_') || name === 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'
}

function runAws(words: readonly string[], env: Environment): Promise<number> {
  const child = spawn('aws', words, { env, stdio: 'inherit' })
  // Ctrl-C goes to both; the AWS CLI decides what it means.
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      process.off('SIGINT', ignore)
      const isMissing = error.code === 'ENOENT'
      reject(
        new Failure(
          isMissing
            ? 'the AWS CLI is not installed: "aws" is not on the PATH (https://aws.amazon.com/cli/)'
            : `the AWS CLI does not start: ${error.message}`,
        ),
      )
    })
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
