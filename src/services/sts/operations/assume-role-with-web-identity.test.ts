import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AssumeRoleWithWebIdentityResponse, Credentials } from '../../../generated/sts.ts'
import { anonymous } from '../../../kernel/caller.ts'
import { account, stsWorld, trusting } from '../testing/sts-world.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const issuer = 'https://idp.example.com/tenant'
const url = 'idp.example.com/tenant'
const providerArn = `arn:aws:iam::${account}:oidc-provider/${url}`
const nowSeconds = Date.UTC(2026, 0, 1) / 1_000
const claims = {
  iss: issuer,
  sub: 'repo:org/app',
  aud: 'sts',
  exp: nowSeconds + 600,
  iat: nowSeconds,
}

interface Signing {
  readonly alg: string
  readonly key?: KeyObject
  readonly kid?: string
}

function jwt(
  more: object = {},
  { alg, key, kid = 'one' }: Signing = { alg: 'RS256', key: rsa.privateKey },
) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg, kid, typ: 'JWT' })}.${part({ ...claims, ...more })}`
  const signature = key
    ? sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    : ''
  return `${signed}.${signature}`
}

function federatedWorld() {
  const cloud = stsWorld()
  const keys = [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'one' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'two' },
  ]
  cloud.providers.set(providerArn, {
    arn: providerArn,
    url,
    clientIds: ['sts'],
    keySet: JSON.stringify({ keys }),
  })
  const deployer = cloud.role('deployer', {
    trust: trusting(
      { Federated: providerArn },
      { StringEquals: { [`${url}:aud`]: 'sts', [`${url}:sub`]: 'repo:org/app' } },
      'sts:AssumeRoleWithWebIdentity',
    ),
  })
  const assume = (WebIdentityToken: string, more: object = {}) =>
    cloud.call<AssumeRoleWithWebIdentityResponse & { Credentials: Credentials }>(
      'AssumeRoleWithWebIdentity',
      { RoleArn: deployer.arn, RoleSessionName: 'run-1', WebIdentityToken, ...more },
      { caller: anonymous('000000000000'), place: { account: '000000000000' } },
    )
  return { ...cloud, deployer, assume }
}

function invalid(message: string) {
  return { code: 'InvalidIdentityToken', status: 400, message }
}

const notAuthorised = {
  code: 'AccessDenied',
  status: 403,
  message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
}

describe('AssumeRoleWithWebIdentity', () => {
  it('gives a role’s session, in the role’s account, for a token that the provider signed', async () => {
    const { assume, callerOf } = federatedWorld()
    const answer = await assume(jwt())
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:org/app',
      Provider: providerArn,
      Audience: 'sts',
      AssumedRoleUser: {
        AssumedRoleId: 'AROADEPLOYER:run-1',
        Arn: `arn:aws:sts::${account}:assumed-role/deployer/run-1`,
      },
    })
    expect(callerOf(answer.Credentials)).toMatchObject({
      kind: 'role',
      account,
      context: {
        'aws:FederatedProvider': providerArn,
        [`${url}:aud`]: 'sts',
        [`${url}:sub`]: 'repo:org/app',
      },
    })
  })

  it('lets GitHub’s workflows in by the repository and environment that their tokens tell', async () => {
    const { assume, role, providers } = federatedWorld()
    const github = 'token.actions.githubusercontent.com'
    const arn = `arn:aws:iam::${account}:oidc-provider/${github}`
    const known = providers.get(providerArn)
    if (known) providers.set(arn, { ...known, arn, url: github })
    const { arn: RoleArn } = role('releaser', {
      trust: trusting(
        { Federated: arn },
        {
          StringEquals: { [`${github}:repository`]: 'org/app', [`${github}:environment`]: 'prod' },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    })
    const token = (more: object) =>
      jwt({ iss: `https://${github}`, repository: 'org/app', ...more })
    expect(await assume(token({ environment: 'prod' }), { RoleArn })).toMatchObject({
      Provider: arn,
    })
    for (const more of [
      {},
      { environment: 'test' },
      { environment: 'prod', repository: 'org/x' },
    ]) {
      await expect(assume(token(more), { RoleArn })).rejects.toMatchObject(notAuthorised)
    }
  })

  it('takes ECDSA signatures too', async () => {
    const { assume } = federatedWorld()
    const token = jwt({}, { alg: 'ES256', key: ec.privateKey, kid: 'two' })
    expect(await assume(token)).toMatchObject({ Audience: 'sts' })
  })

  it('takes no signature of another key, of another kind, and none at all', async () => {
    const { assume } = federatedWorld()
    const refusal = invalid('Provided Token is not signed by the identity provider')
    const forged = jwt().replace(/\.[^.]+\./, `.${jwt({ sub: 'x' }).split('.')[1]}.`)
    for (const token of [
      jwt({}, { alg: 'RS256', key: otherRsa.privateKey }),
      jwt({}, { alg: 'RS256', key: rsa.privateKey, kid: 'two' }),
      jwt({}, { alg: 'ES256', key: rsa.privateKey }),
      jwt({}, { alg: 'none' }),
      jwt({}, { alg: 'constructor' }),
      forged,
    ]) {
      await expect(assume(token)).rejects.toMatchObject(refusal)
    }
  })

  it('refuses what is no JWT', async () => {
    const { assume } = federatedWorld()
    for (const token of ['opaque', 'a.b.c', `${jwt()}.d`]) {
      await expect(assume(token)).rejects.toMatchObject(
        invalid(
          'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
        ),
      )
    }
  })

  it('refuses issuers that aren’t registered, and audiences that aren’t the provider’s', async () => {
    const { assume } = federatedWorld()
    await expect(assume(jwt({ iss: 'https://evil.example.com' }))).rejects.toMatchObject(
      invalid('No OpenIDConnect provider found in your account for https://evil.example.com'),
    )
    await expect(assume(jwt({ aud: 'elsewhere' }))).rejects.toMatchObject(
      invalid('Incorrect token audience'),
    )
  })

  it('refuses tokens that are expired or a day old, by the emulated clock', async () => {
    const { assume, advance } = federatedWorld()
    const token = jwt()
    await advance(600_000)
    await expect(assume(token)).rejects.toMatchObject({
      code: 'ExpiredTokenException',
      status: 400,
      message: `Token expired: current date/time ${nowSeconds + 600} must be before the expiration date/time ${nowSeconds + 600}`,
    })
    await expect(
      assume(jwt({ iat: nowSeconds - 90_000, exp: nowSeconds + 9_000 })),
    ).rejects.toMatchObject({
      code: 'ExpiredTokenException',
      status: 400,
      message: 'Token too old: 90600',
    })
  })

  it('refuses providers whose keys aren’t known', async () => {
    const { assume, providers } = federatedWorld()
    const known = providers.get(providerArn)
    if (!known) throw new Error('the provider is there')
    providers.set(providerArn, { ...known, keySet: undefined })
    await expect(assume(jwt())).rejects.toMatchObject(
      invalid(
        "Couldn't retrieve verification key from your identity provider, " +
          'please reference AssumeRoleWithWebIdentity documentation for requirements',
      ),
    )
  })

  it('refuses subjects that the trust policy doesn’t name, and roles that don’t exist', async () => {
    const { assume } = federatedWorld()
    await expect(assume(jwt({ sub: 'repo:org/other' }))).rejects.toMatchObject(notAuthorised)
    await expect(
      assume(jwt(), { RoleArn: `arn:aws:iam::${account}:role/none` }),
    ).rejects.toMatchObject(notAuthorised)
  })

  it('tags in the token become session tags, where the trust policy allows TagSession', async () => {
    const { assume, callerOf, deployer, roles } = federatedWorld()
    const token = jwt({
      'https://aws.amazon.com/tags': {
        principal_tags: { Team: ['red'] },
        transitive_tag_keys: ['Team'],
      },
    })
    await expect(assume(token)).rejects.toMatchObject(notAuthorised)
    const trust = trusting({ Federated: providerArn }, undefined, [
      'sts:AssumeRoleWithWebIdentity',
      'sts:TagSession',
    ])
    const trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    roles.set(deployer.arn, { ...deployer, trustPolicy })
    const { Credentials: credentials } = await assume(token)
    expect(callerOf(credentials)).toMatchObject({
      context: { 'aws:PrincipalTag/Team': 'red' },
      session: { transitiveTagKeys: ['Team'], provider: providerArn },
    })
  })

  it('refuses tokens without the claims that AWS needs, and those that aren’t good yet', async () => {
    const { assume } = federatedWorld()
    for (const claim of ['iss', 'sub', 'exp', 'iat']) {
      await expect(assume(jwt({ [claim]: undefined }))).rejects.toMatchObject(
        invalid(`Missing a required claim: ${claim}`),
      )
    }
    await expect(assume(jwt({ sub: '' }))).rejects.toMatchObject(
      invalid('Missing a required claim: sub'),
    )
    await expect(assume(jwt({ exp: 1e300 }))).rejects.toMatchObject(
      invalid('Missing a required claim: exp'),
    )
    const later = nowSeconds + 301
    for (const claim of ['iat', 'nbf']) {
      await expect(assume(jwt({ [claim]: later }))).rejects.toMatchObject(
        invalid(
          `Token is not valid yet: current date/time ${nowSeconds} must not be before the date/time ${later}`,
        ),
      )
    }
    expect(await assume(jwt({ iat: nowSeconds + 300 }))).toMatchObject({ Audience: 'sts' })
    await expect(assume(`${jwt()}====`)).rejects.toMatchObject({ code: 'InvalidIdentityToken' })
  })

  it('holds the tags and the source identity of a token to what AssumeRole takes', async () => {
    const { assume } = federatedWorld()
    const tags = (principal_tags: unknown, more: object = {}) =>
      jwt({ 'https://aws.amazon.com/tags': { principal_tags, ...more } })
    const odd = { toString: 1 }
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ['v']]))
    for (const token of [
      tags('x'),
      tags([1, 2]),
      tags({ a: 5 }),
      tags({ a: [odd] }),
      tags({ a: ['1', '2'] }),
      tags({ a: ['v'.repeat(257)] }),
      tags({ ['k'.repeat(129)]: ['v'] }),
      tags({ 'a!': ['v'] }),
      tags(many),
      tags({ a: ['1'] }, { transitive_tag_keys: [odd] }),
      tags({ a: ['1'] }, { transitive_tag_keys: 7 }),
      jwt({ 'https://aws.amazon.com/tags': 'x' }),
      jwt({ 'https://aws.amazon.com/source_identity': '' }),
      jwt({ 'https://aws.amazon.com/source_identity': 'x'.repeat(65) }),
      jwt({ 'https://aws.amazon.com/source_identity': odd }),
    ]) {
      await expect(assume(token)).rejects.toMatchObject({
        code: 'InvalidIdentityToken',
        status: 400,
        message: expect.stringMatching(/^Invalid claim: /) as string,
      })
    }
    await expect(assume(tags({ 'aws:x': ['1'] }))).rejects.toMatchObject({
      message: 'Tag keys that begin with aws: are reserved for system use.',
    })
    await expect(assume(tags({ a: ['1'], A: ['2'] }))).rejects.toMatchObject({
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    })
    await expect(
      assume(jwt({ 'https://aws.amazon.com/source_identity': 'aws:x' })),
    ).rejects.toMatchObject({ message: 'Source identity cannot begin with aws:.' })
    expect(await assume(jwt({ amr: [odd, 'mfa'] }))).toMatchObject({ Audience: 'sts' })
  })

  it('says that OAuth access tokens aren’t emulated', async () => {
    const { assume } = federatedWorld()
    await expect(assume(jwt(), { ProviderId: 'www.amazon.com' })).rejects.toMatchObject({
      code: 'NotEmulated',
      status: 501,
      message: 'Kasane does not emulate OAuth 2.0 access tokens at STS.',
    })
  })
})
