import { describe, expect, test } from 'vitest'
import { consoleOn } from './testing/console.ts'

// No cloud is asked: the console has no network.
const run = consoleOn()
const plan = (line: string) => run('plan', ...line.split(' '))

/** A command as it is printed: it never reaches the real AWS. */
const local = (words: string) =>
  `AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test aws ${words} --region us-east-1 --endpoint-url http://127.0.0.1:4566`

describe('kasane plan dynamodb', () => {
  const load = 'dynamodb --writes 30 --reads 20 --item-size 4KB'

  test('shows what a table needs, how that comes about, and where the exam log differs', async () => {
    expect(await plan(load)).toEqual({
      exitCode: 0,
      err: '',
      out: [
        '120 WCU, 10 RCU',
        'Working',
        '  write units of an item           ⌈4,096 B ÷ 1,024 B⌉        = 4 WCU',
        '  write capacity                   30/s × 4                   = 120 WCU',
        '  read units of an item, eventual  ⌈4,096 B ÷ 4,096 B⌉ × 0.5  = 0.5 RCU',
        '  read capacity                    20/s × 0.5                 = 10 RCU',
        '  partitions                       ⌈10 ÷ 3,000 + 120 ÷ 1,000⌉ = 1 partition',
        'Exam log: 30 WCU, 10 RCU',
        '  - it takes a write unit for 4 KB, as a read unit is; it is 1 KB',
        '  - provisioned so, a full burst bucket carries it for 100 s, then 7.5 of 30 writes/s succeed',
        'Notes',
        '  - names of attributes count: one byte over 4,096 makes it 150 WCU, 20 RCU',
        'What to type',
        `  ${local('dynamodb update-table --table-name TABLE --provisioned-throughput ReadCapacityUnits=10,WriteCapacityUnits=120')}`,
        '',
      ].join('\n'),
    })
  })

  test.each([
    [load.replace('4KB', '4096'), '120 WCU, 10 RCU'],
    [`${load} --consistency strong`, '120 WCU, 20 RCU'],
    [`${load} --consistency transactional`, '240 WCU, 40 RCU'],
    ['dynamodb --writes 30 --reads 20 --item-size 4097', '150 WCU, 20 RCU'],
    ['dynamodb --reads 600/min --item-size 1KB', '0 WCU, 5 RCU'],
    [`${load} --gsi by-owner:1KB,key-changes`, '120 WCU, 10 RCU; by-owner: 60 WCU, 0 RCU'],
    [
      `${load} --gsi a:1KB,writes=10,reads=5 --gsi b:3KB`,
      '120 WCU, 10 RCU; a: 10 WCU, 3 RCU; b: 90 WCU, 0 RCU',
    ],
  ])('%s answers %s', async (line, answer) => {
    expect((await plan(line)).out.split('\n')[0]).toBe(answer)
  })

  test('names the cloud and the place that it is told of in its command', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5601', AWS_REGION: 'eu-west-1' }
    const words = `plan ${load} --gsi a:1KB --account 111122223333`.split(' ')
    const { out } = await consoleOn({ env })(...words)
    expect(out).toContain(
      `AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=test aws dynamodb update-table --table-name TABLE --provisioned-throughput ReadCapacityUnits=10,WriteCapacityUnits=120 --global-secondary-index-updates '[{"Update":{"IndexName":"a","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":30}}}]' --region eu-west-1 --endpoint-url http://127.0.0.1:5601\n`,
    )
  })

  test('prints JSON', async () => {
    const { out } = await plan(`${load} --json`)
    expect(JSON.parse(out)).toMatchObject({
      plan: 'dynamodb',
      answer: '120 WCU, 10 RCU',
      writeUnits: 120,
      readUnits: 10,
      partitions: 1,
      examLog: { answer: '30 WCU, 10 RCU' },
      working: expect.arrayContaining([
        { label: 'write capacity', formula: '30/s × 4', value: 120, unit: 'WCU' },
      ]),
    })
  })

  test('has no word of the exam log where it agrees', async () => {
    const { out } = await plan('dynamodb --writes 30 --item-size 1KB --json')
    expect(JSON.parse(out)).not.toHaveProperty('examLog')
  })

  test('counts the partitions of a table that has data, or was larger', async () => {
    const { out } = await plan(`${load} --table-size 25GB --partitions 2`)
    expect(out).toContain(
      'max(⌈10 ÷ 3,000 + 120 ÷ 1,000⌉, ⌈25 GB ÷ 10 GB⌉, 2 as before) = 3 partitions',
    )
  })

  test('says where a table’s quota has to be raised', async () => {
    const { out } = await plan('dynamodb --writes 50000 --item-size 1KB')
    expect(out).toContain('more than 40,000 units: ask AWS for a higher quota of the table first')
  })
})

describe('kasane plan lambda', () => {
  const load = 'lambda --rate 1000/min --duration 100s'

  test('shows the concurrency, from when how much is refused, and what to ask for', async () => {
    const { exitCode, out } = await plan(load)
    expect(exitCode).toBe(0)
    expect(out.split('\n')).toEqual([
      '1,667 concurrent, over 1,000 from second 60 on, 40 % refused in the steady state',
      'Working',
      '  rate a second                 1,000 ÷ 60 s        = 16.67/s',
      '  concurrency                   ⌈16.67/s × 100 s⌉   = 1,667 executions',
      '  environments it gains         min(16.67/s, 100/s) = 16.67/s',
      '  the limit is reached after    1,000 ÷ 16.67/s     = 60 s',
      '  accepted in the steady state  1,000 ÷ 100 s       = 10/s',
      '  refused in the steady state   16.67/s − 10/s      = 6.67/s',
      '  share that is refused         6.67 ÷ 16.67        = 40 %',
      'Notes',
      '  - refused with 429 TooManyRequestsException, Reason ConcurrentInvocationLimitExceeded',
      '  - ask for at least 1,667',
      '  - or let no execution take longer than 60 s',
      '  - or queue the requests (SQS, asynchronous invocation), if they may wait',
      'What to type',
      `  ${local('service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 2000')}`,
      '',
    ])
  })

  test.each([
    [`${load} --limit 2000`, '1,667 concurrent, within 2,000: none is refused'],
    [
      `${load} --reserved 500`,
      '1,667 concurrent, over 500 from second 30 on, 70 % refused in the steady state',
    ],
    [
      'lambda --rate 500 --duration 10s --limit 10000',
      '5,000 concurrent, faster than it can grow from second 2.5 on, none from second 40 on',
    ],
    [
      'lambda --rate 20000 --duration 20ms',
      '400 concurrent, more requests than 1,000 environments may take, 50 % refused in the steady state',
    ],
  ])('%s answers %s', async (line, answer) => {
    expect((await plan(line)).out.split('\n')[0]).toBe(answer)
  })

  test('of a reservation says what the account needs for it', async () => {
    const { out } = await plan(`${load} --reserved 500`)
    expect(out).toContain('the account needs 1,767 for that: 100 stay unreserved')
    expect(out).toContain('--reserved-concurrent-executions 1667')
  })

  test('prints JSON', async () => {
    expect(JSON.parse((await plan(`${load} --json`)).out)).toMatchObject({
      plan: 'lambda',
      neededConcurrency: 1_667,
      firstRefusal: { limit: 'concurrency', afterSeconds: 60 },
      steady: { acceptedPerSecond: 10, refusedShare: 0.4 },
    })
  })
})

describe('kasane plan xray', () => {
  test('shows what a rule samples, and which SDK does not', async () => {
    const { out } = await plan('xray --rate 300 --reservoir 250 --fixed-rate 0.2')
    expect(out.split('\n')[0]).toBe('260/s are sampled')
    expect(out).toContain('  sampled                 250 + 10          = 260/s')
    expect(out).toMatch(/^Exam log: 260\/s$/m)
    expect(out).toMatch(/Node\.js .* never takes its share of a central reservoir: 60\.8\/s$/m)
    expect(out).toContain('ReservoirSize=250,FixedRate=0.2,')
  })

  test.each([
    ['xray --rate 300', '15.95/s are sampled by the default rule'],
    ['xray --rate 300 --reservoir 60 --fixed-rate 20%', '108/s are sampled'],
    ['xray --rate 300 --target 260 --reservoir 250', 'fixed rate 0.2: 260/s are sampled'],
    ['xray --rate 300 --target 260 --fixed-rate 0.2', 'reservoir 250: 260/s are sampled'],
    ['xray --rate 18000/min --target 260', '260/s of 300/s, by any of 5 rules'],
  ])('%s answers %s', async (line, answer) => {
    expect((await plan(line)).out.split('\n')[0]).toBe(answer)
  })

  test('solves for every usual rule, in JSON, too', async () => {
    const { out } = await plan('xray --rate 300 --target 260')
    expect(out).toContain(
      'reservoir for fixed rate 0.2   (260 − 0.2 × 300) ÷ (1 − 0.2)     = 250/s',
    )
    const { rules } = JSON.parse((await plan('xray --rate 300 --target 260 --json')).out)
    expect(rules).toHaveLength(5)
    expect(rules[3]).toMatchObject({ reservoirPerSecond: 250, fixedRate: 0.2 })
  })
})

describe('nonsense', () => {
  test.each([
    ['dynamodb --item-size 4KB', '--writes, --reads or --table is missing'],
    ['dynamodb --writes 30', '--item-size is missing'],
    [
      'dynamodb --writes -3 --item-size 4KB',
      '--writes takes a rate such as 30, 30/s or 1000/min, not "-3"',
    ],
    [
      'dynamodb --writes 30 --item-size big',
      '--item-size takes a size such as 4KB or 4096 (bytes), not "big"',
    ],
    [
      'dynamodb --writes 30 --item-size 401KB',
      'item size: a whole number from 1 to 409,600 bytes, not 410624',
    ],
    [
      'dynamodb --writes 30 --item-size 4KB --consistency weak',
      '--consistency takes eventual, strong or transactional, not "weak"',
    ],
    [
      'dynamodb --writes 30 --item-size 4KB --gsi by-owner',
      '--gsi takes an index such as by-owner:1KB,reads=5, not "by-owner"',
    ],
    [
      'dynamodb --writes 30 --item-size 4KB --gsi a:1KB,fast',
      '--gsi a takes writes=, reads= and key-changes, not "fast"',
    ],
    ['dynamodb --writes 30 --item-size 4KB --gsi a:1KB --gsi a:2KB', '--gsi names a twice'],
    ['dynamodb --table orders --since 10s', '--since takes from 1m to 15d, not "10s"'],
    ['dynamodb --table orders --since 16d', '--since takes from 1m to 15d, not "16d"'],
    [
      'dynamodb --table orders --writes 30',
      '--table plans for what was measured, without --writes',
    ],
    [
      'dynamodb --writes 30 --item-size 4KB --since 5d',
      '--table is missing, which goes with --since',
    ],
    ['lambda --rate 10 --duration 1s --account 1', '--account takes twelve digits, not "1"'],
    ['lambda --duration 100s', '--rate is missing'],
    ['lambda --rate 10 --duration 16m', 'duration: a number above 0, at most 900 seconds, not 960'],
    ['lambda --rate 10 --duration 1s --limit many', '--limit takes a number, not "many"'],
    ['xray --rate 0', 'rate: a number above 0, at most 1,000,000,000 a second, not 0'],
    ['xray --rate 300 --reservoir 250', '--fixed-rate is missing (or --target, to solve for it)'],
    ['xray --rate 300 --target 301', 'target: 301/s of 300/s can’t be sampled'],
    [
      'xray --rate 300 --target 260 --reservoir 250 --fixed-rate 0.2',
      '--target solves for --reservoir or --fixed-rate: leave one of them out',
    ],
  ])('%s is refused with exit code 2', async (line, message) => {
    expect(await plan(line)).toEqual({ exitCode: 2, out: '', err: `kasane: ${message}\n` })
  })
})
