import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'

import type { ModelJson } from '../../../src/model/model-json.ts'
import { type ProtocolName, ServiceModel } from '../../../src/model/model.ts'
import { serviceSources } from '../../../tools/codegen/services.ts'
import { BotocoreProcess } from './botocore-process.ts'
import { judgeByBotocore } from './botocore-round-trip.ts'

/** The folder of the pinned botocore; CI installs it, elsewhere the suite is skipped without it. */
const packages = process.env['KASANE_BOTOCORE']

/** botocore lost the names that SQS's lists and maps have in forms. */
const unknownToBotocore: ReadonlySet<string> = new Set(['sqs over query'])

const runs = serviceSources
  .flatMap(({ service, folder }) => {
    const url = new URL(`../../../models/${service}.json`, import.meta.url)
    const model = new ServiceModel(JSON.parse(readFileSync(url, 'utf8')) as ModelJson)
    return model.protocols.map((protocol: ProtocolName) => ({
      name: `${service} over ${protocol}`,
      model,
      protocol,
      folder,
    }))
  })
  .filter(({ name }) => !unknownToBotocore.has(name))

describe.skipIf(packages === undefined)(
  'What botocore writes is read whole, and the other way round',
  () => {
    const botocore = packages === undefined ? undefined : new BotocoreProcess(packages)
    afterAll(() => botocore?.end())

    test.each(runs)('$name', async ({ name, model, protocol, folder }) => {
      if (!botocore) throw new Error('no botocore')
      const report = await judgeByBotocore(botocore, model, protocol, folder)
      const { input, output, error } = report.counts
      console.log(
        `${name}: ${input} inputs, ${output} outputs, ${error} errors, exceptions`,
        report.exceptions,
      )
      expect(report.failures).toEqual([])
      expect(Math.min(input, output)).toBeGreaterThan(0)
      expect(report.exceptions).toMatchSnapshot()
    })
  },
)
