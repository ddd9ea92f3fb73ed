import { expect, test } from 'vitest'
import { account, checksOf, iamWorld } from './testing/iam-world.ts'

const tags = [{ key: 'Lock', value: 'yes' }]
const issuer = 'idp.example.com/x'

/** Things with a tag, put where IAM keeps them. */
function tagged() {
  const { kernel, reading } = iamWorld()
  const own = reading()
  kernel.change(() => {
    const state = own.state as unknown as Record<string, { put(entity: object): void }>
    state['oidcProviders']?.put({ url: issuer, clientIds: [], thumbprints: [], tags })
    state['samlProviders']?.put({ name: 'sp', id: 'id', document: '', tags })
    state['mfaDevices']?.put({ serialNumber: mfa, name: 'm', path: '/', seed: '', tags })
    state['serverCertificates']?.put({ id: 'ASCA', name: 'c', path: '/', tags })
  })
  return own
}

const mfa = `arn:aws:iam::${account}:mfa/m`
const oidc = { OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/${issuer}` }
const saml = { SAMLProviderArn: `arn:aws:iam::${account}:saml-provider/sp` }
const device = { SerialNumber: mfa }
const certificate = { ServerCertificateName: 'c' }
const tagging = { Tags: [{ Key: 'a', Value: 'b' }] }
const untagging = { TagKeys: ['Lock'] }

test.each<[string, object]>([
  ['AddClientIDToOpenIDConnectProvider', oidc],
  ['DeleteOpenIDConnectProvider', oidc],
  ['GetOpenIDConnectProvider', oidc],
  ['ListOpenIDConnectProviderTags', oidc],
  ['RemoveClientIDFromOpenIDConnectProvider', oidc],
  ['TagOpenIDConnectProvider', { ...oidc, ...tagging }],
  ['UntagOpenIDConnectProvider', { ...oidc, ...untagging }],
  ['UpdateOpenIDConnectProviderThumbprint', oidc],
  ['DeleteSAMLProvider', saml],
  ['GetSAMLProvider', saml],
  ['ListSAMLProviderTags', saml],
  ['TagSAMLProvider', { ...saml, ...tagging }],
  ['UntagSAMLProvider', { ...saml, ...untagging }],
  ['UpdateSAMLProvider', saml],
  ['DeleteVirtualMFADevice', device],
  ['ListMFADeviceTags', device],
  ['TagMFADevice', { ...device, ...tagging }],
  ['UntagMFADevice', { ...device, ...untagging }],
  ['DeleteServerCertificate', certificate],
  ['GetServerCertificate', certificate],
  ['ListServerCertificateTags', certificate],
  ['TagServerCertificate', { ...certificate, ...tagging }],
  ['UntagServerCertificate', { ...certificate, ...untagging }],
  ['UpdateServerCertificate', { ...certificate, NewServerCertificateName: 'd' }],
])('%s is judged with the tags of what it is about', (name, input) => {
  const checks = checksOf(name, input, tagged())
  expect(checks.length).toBeGreaterThan(0)
  for (const { context } of checks) expect(context).toEqual({ 'aws:ResourceTag/Lock': 'yes' })
})
