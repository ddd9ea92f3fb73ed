import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import type { ModelJson } from '../../../src/model/model-json.ts'
import { type ProtocolName, ServiceModel } from '../../../src/model/model.ts'
import { judge } from './round-trip.ts'

const folder = new URL('../../../models/', import.meta.url)

/** Each service over the protocol that its client chooses, and over every other that it serves. */
const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((file) => {
    const json = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ModelJson
    const model = new ServiceModel(json)
    const protocols = model.protocols.length > 1 ? model.protocols : [undefined]
    return protocols.map((protocol) => ({ model, protocol, name: nameOf(model, protocol) }))
  })

describe('What the AWS SDK for JavaScript writes is read whole, and what is written it reads whole', () => {
  test.each(runs)('$name', async ({ model, protocol, name }) => {
    const report = await judge(model, protocol)
    const { input, output, error } = report.counts
    console.log(
      `${name}: ${input} inputs, ${output} outputs, ${error} errors, exceptions`,
      report.exceptions,
    )
    expect(report.failures).toEqual([])
    expect(Math.min(input, output)).toBeGreaterThan(0)
    // What the client can't judge may not grow unseen: `vitest -u` after a newer client or model.
    expect(report.exceptions).toMatchSnapshot()
  })
})

function nameOf(model: ServiceModel, protocol: ProtocolName | undefined): string {
  return protocol ? `${model.name} over ${protocol}` : model.name
}
