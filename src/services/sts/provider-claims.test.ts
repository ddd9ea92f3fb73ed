import { describe, expect, it } from 'vitest'
import type { IdToken } from './id-token.ts'
import { claimContext, sessionClaims } from './provider-claims.ts'

function shown(url: string, claims: object) {
  const token = { subject: 'repo:org/app', claims } as unknown as IdToken
  return { url, token, audience: 'sts' }
}

describe('the claims of a provider’s token', () => {
  it('are condition keys under the provider’s name, where AWS has them', () => {
    const claims = { aud: ['sts', 'other'], email: 'ann@example.com', amr: ['mfa', 7], team: 'red' }
    expect(claimContext(shown('idp.example.com/x', claims))).toEqual({
      'idp.example.com/x:aud': 'sts',
      'idp.example.com/x:sub': 'repo:org/app',
      'idp.example.com/x:amr': ['mfa'],
      'idp.example.com/x:email': 'ann@example.com',
      'idp.example.com/x:oaud': ['sts', 'other'],
    })
  })

  it.each([
    ['token.actions.githubusercontent.com', 'repository', 'org/app'],
    ['token.actions.githubusercontent.com/org', 'job_workflow_ref', 'org/app/.github/x.yml@main'],
    ['token.actions.octo.ghe.com', 'environment', 'production'],
    ['github.com/enterprises/octo', 'actor_id', '1'],
    ['gitlab.com', 'project_id', '22'],
    ['agent.buildkite.com', 'pipeline_slug', 'deploy'],
    ['agent.acme.buildkite.dev', 'build_branch', 'main'],
    ['oidc.circleci.com/org/a-b', 'oidc.circleci.com/project-id', 'p'],
    ['idcs-0a1b.identity.oraclecloud.com', 'rpst_id', 'r'],
  ])('of %s have %s', (url, name, value) => {
    expect(claimContext(shown(url, { [name]: value, other: 'x' }))).toEqual({
      [`${url}:aud`]: 'sts',
      [`${url}:sub`]: 'repo:org/app',
      [`${url}:${name}`]: value,
    })
  })

  it.each(['evil.com/token.actions.githubusercontent.com', 'gitlab.com.evil.com', 'xgitlab.com'])(
    'are not taken for another’s of %s',
    (url) => {
      const keys = Object.keys(
        claimContext(shown(url, { repository: 'org/app', project_id: '22' })),
      )
      expect(keys).toEqual([`${url}:aud`, `${url}:sub`])
    },
  )

  it('stand as policies write them, and are left out where they are no text', () => {
    const url = 'gitlab.com'
    const claims = { ref_protected: true, user_id: 7, project_id: { id: 1 }, email: null }
    expect(claimContext(shown(url, claims))).toMatchObject({
      'gitlab.com:ref_protected': 'true',
      'gitlab.com:user_id': '7',
    })
    expect(claimContext(shown(url, claims))).not.toHaveProperty(['gitlab.com:project_id'])
    expect(claimContext(shown(url, claims))).not.toHaveProperty(['gitlab.com:email'])
  })

  it('go on with the session but for those that AWS keeps to the trust policy', () => {
    const claims = { aud: 'sts', email: 'ann@example.com', amr: ['mfa'], repository: 'org/app' }
    expect(sessionClaims(shown('token.actions.githubusercontent.com', claims))).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts',
      'token.actions.githubusercontent.com:sub': 'repo:org/app',
      'token.actions.githubusercontent.com:amr': ['mfa'],
    })
  })
})
