/** `kasane doctor`: whether this machine has what Kasane needs and what it can make use of. */
import { createColors } from 'picocolors'
import { type Command, jsonOption, readPort, textOf } from './command.ts'
import { type Machine, thisMachine } from './machine.ts'

/** What one check has found. */
export interface Finding {
  /** `missing`: Kasane runs without it. */
  readonly state: 'ok' | 'missing' | 'problem'
  readonly what: string
  readonly says: string
}

/** What is asked of the machine beside what Kasane always needs. */
export interface Wanted {
  readonly port: number
  readonly dataDir: string | undefined
}

type Check = (machine: Machine, wanted: Wanted) => Promise<Finding>

const checks: readonly Check[] = [
  checkNode,
  checkPort,
  checkLmdb,
  checkDataDir,
  checkAws,
  engine('Redis', 'ElastiCache', ['redis-server', 'valkey-server']),
  engine('Memcached', 'ElastiCache', ['memcached']),
  engine('MySQL', 'RDS', ['mariadbd', 'mysqld']),
  engine('git', 'CodeCommit', ['git']),
  engine('Docker', 'containers', ['docker']),
]

export const doctor: Command = {
  name: 'doctor',
  summary: 'checks what this machine has for Kasane',
  options: [
    { name: 'port', value: 'port', says: 'the port that is to be free (else 4566)' },
    { name: 'data-dir', value: 'folder', says: 'the folder that is to be writable' },
    jsonOption,
  ],
  async run(run) {
    const { options, terminal } = run
    const port = readPort(textOf(run, 'port') ?? '4566')
    const dataDir = textOf(run, 'data-dir')
    const findings = await examine(thisMachine(terminal), { port, dataDir })
    if (options['json']) terminal.out(JSON.stringify({ findings }))
    else for (const finding of findings) terminal.out(lineOf(finding, terminal.hasColours))
    return findings.some(({ state }) => state === 'problem') ? 1 : 0
  },
}

/** All checks at once; the findings in their order. */
export function examine(machine: Machine, wanted: Wanted): Promise<readonly Finding[]> {
  return Promise.all(checks.map((check) => check(machine, wanted)))
}

function lineOf({ state, what, says }: Finding, hasColours: boolean): string {
  const colours = createColors(hasColours)
  const mark = {
    ok: colours.green('ok      '),
    missing: colours.yellow('missing '),
    problem: colours.red('PROBLEM '),
  }[state]
  return `${mark}${what.padEnd(11)}${says}`
}

async function checkNode({ nodeVersion }: Machine): Promise<Finding> {
  const what = 'Node'
  if (isAtLeast(nodeVersion, [20, 15])) return { state: 'ok', what, says: nodeVersion }
  return { state: 'problem', what, says: `${nodeVersion}; Kasane needs 20.15 or later` }
}

async function checkPort(machine: Machine, { port }: Wanted): Promise<Finding> {
  const what = `port ${port}`
  const refusal = await machine.whyNotListen(port)
  if (refusal === undefined) return { state: 'ok', what, says: 'free' }
  if (refusal !== 'EADDRINUSE') return { state: 'problem', what, says: refusal }
  const version = await machine.cloudAt(port)
  if (version !== undefined) return { state: 'ok', what, says: `Kasane ${version} runs there` }
  return {
    state: 'problem',
    what,
    says: 'taken by another program; start takes another one with --port',
  }
}

async function checkLmdb(machine: Machine): Promise<Finding> {
  const what = 'lmdb'
  const failure = await machine.whyNotLoad('lmdb')
  if (failure === undefined) return { state: 'ok', what, says: 'loads, so --data-dir works' }
  return { state: 'missing', what, says: `--data-dir does not work without it: ${failure}` }
}

async function checkDataDir(machine: Machine, { dataDir }: Wanted): Promise<Finding> {
  const what = 'data dir'
  if (dataDir === undefined) return { state: 'ok', what, says: 'none asked for (--data-dir)' }
  const refusal = await machine.whyNotWrite(dataDir)
  if (refusal === undefined) return { state: 'ok', what, says: `${dataDir} is writable` }
  return { state: 'problem', what, says: `${dataDir} is not writable: ${refusal}` }
}

/** AWS: AWS_ENDPOINT_URL is read from AWS CLI 1.29.0 and 2.13.0 on, by version 1 not for all services. */
async function checkAws(machine: Machine): Promise<Finding> {
  const what = 'AWS CLI'
  const version = /^aws-cli\/(\S+)/.exec((await machine.firstLineOf('aws', '--version')) ?? '')?.[1]
  if (version === undefined) {
    return { state: 'missing', what, says: 'for "kasane aws"; see https://aws.amazon.com/cli/' }
  }
  const isFirst = version.startsWith('1.')
  if (isAtLeast(version, isFirst ? [1, 29] : [2, 13])) {
    const says = `${version}; ask SQS and RDS with --endpoint-url or "kasane aws"`
    return { state: 'ok', what, says: isFirst ? says : version }
  }
  const says = `${version} does not know AWS_ENDPOINT_URL; 1.29 and 2.13 do`
  return { state: 'problem', what, says }
}

/** A program that Kasane drives for a service, under any of its names. */
function engine(what: string, purpose: string, programs: readonly string[]): Check {
  return async (machine) => {
    const lines = await Promise.all(
      programs.map((program) => machine.firstLineOf(program, '--version')),
    )
    const found = lines.find((line) => line !== undefined)
    if (found !== undefined) return { state: 'ok', what, says: found }
    return { state: 'missing', what, says: `${programs.join(' or ')}, for ${purpose}` }
  }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [givenMajor = 0, givenMinor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return givenMajor > major || (givenMajor === major && givenMinor >= minor)
}
