/** Every protocol by name. The RPC ones are at hand, the others load when first asked for. */
import type { ProtocolName } from '../model/model.ts'
import { awsJson10, awsJson11 } from './aws-json.ts'
import { awsQuery } from './aws-query.ts'
import { ec2Query } from './ec2-query.ts'
import type { Protocol } from './protocol.ts'
import { rpcV2Cbor } from './rpc-v2-cbor.ts'

const loaded = new Map<ProtocolName, Protocol>([
  ['json1.0', awsJson10],
  ['json1.1', awsJson11],
  ['query', awsQuery],
  ['ec2', ec2Query],
  ['rpcv2Cbor', rpcV2Cbor],
])

const loaders: Partial<Record<ProtocolName, () => Promise<Protocol>>> = {
  restJson: async () => (await import('./rest-json.ts')).restJson,
  restXml: async () => (await import('./rest-xml.ts')).restXml,
}

/** At once when the protocol is at hand, so that a call costs no turn of the event loop. */
export function loadProtocol(name: ProtocolName): Protocol | Promise<Protocol> {
  return loaded.get(name) ?? load(name)
}

async function load(name: ProtocolName): Promise<Protocol> {
  const loader = loaders[name]
  if (!loader) throw new Error(`no protocol ${name}`)
  const protocol = await loader()
  loaded.set(name, protocol)
  return protocol
}
