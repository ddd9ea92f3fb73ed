/** Programs of others that journeys run: the AWS CLI, Python with boto3. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Output {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Whether a program is there: it answers these words with success. */
export function isThere(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0
}

/** Runs a program to its end; a failure is an exit code, not an exception. */
export async function run(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Output> {
  try {
    const options = { env: { ...withoutAws(process.env), ...env }, maxBuffer: 64 * 1024 * 1024 }
    const { stdout, stderr } = await execute(program, words, options)
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (typeof code !== 'number') throw error
    return { code, out: stdout ?? '', err: stderr ?? '' }
  }
}

/** What an AWS client needs to talk to a cloud on this machine. */
export function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  }
}

/** The user's own settings must not reach a test. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'))
  return { ...Object.fromEntries(kept), AWS_CONFIG_FILE: '/dev/null' }
}
