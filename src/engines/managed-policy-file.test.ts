import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from '../policy/compiled-policy.ts'
import { managedPolicyFile } from './managed-policy-file.ts'

const folder = fileURLToPath(new URL('../../models', import.meta.url))

describe('AWS’s managed policies', () => {
  const policies = managedPolicyFile(folder)

  it('are found by their ARNs, in every partition', () => {
    const administrator = policies.find('arn:aws:iam::aws:policy/AdministratorAccess')
    expect(administrator).toMatchObject({
      arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      path: '/',
      version: 1,
      createdAtMs: Date.parse('2015-02-06T18:39:46Z'),
    })
    expect(JSON.parse(administrator?.document ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    })
    expect(policies.find('arn:aws-cn:iam::aws:policy/AdministratorAccess')).toBe(administrator)
  })

  it('need the whole path', () => {
    const lambda = 'service-role/AWSLambdaBasicExecutionRole'
    expect(policies.find(`arn:aws:iam::aws:policy/${lambda}`)?.path).toBe('/service-role/')
    expect(policies.find('arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole')).toBeUndefined()
  })

  it('can all be read and judged', () => {
    const all = policies.list()
    expect(all.length).toBeGreaterThan(1_500)
    for (const { document, arn } of all) {
      expect(compilePolicy(document, 'aws-managed').statements.length, arn).toBeGreaterThan(0)
    }
  })
})
