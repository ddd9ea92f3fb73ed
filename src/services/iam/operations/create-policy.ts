import { CreatePolicy } from '../../../generated/iam.ts'
import { entityArn } from '../arns.ts'
import { checkDocument } from '../documents.ts'
import { findByName, newEntity } from '../entities.ts'
import { policyExists } from '../errors.ts'
import { policiesPerAccount } from '../limits.ts'
import { ofCustomer } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { writeNewPolicy } from '../policy-answers.ts'
import { checkPolicyLength } from '../policy-versions.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged, ofNew } from '../resources.ts'
import { withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = iamOperation(CreatePolicy, {
  resource: ({ PolicyName: name, Path: path, Tags: tags }, place) =>
    andTagged(ofNew(place, 'policy', { name, path }), 'iam:TagPolicy', tags),

  run(call) {
    const { input, state, place } = call
    const { PolicyName: name, PolicyDocument: document, Description: description } = input
    checkDocument(document, 'identity')
    checkPolicyLength(call, document)
    if (findByName(state.policies, name)) throw policyExists(name)
    checkRoomFor(call, 'PoliciesPerAccount', policiesPerAccount, state.policies.count())
    const entity = newEntity(call, 'ANPA', { name, path: input.Path })
    const { id: policyId, createdAtMs } = entity
    const policy = {
      ...entity,
      arn: entityArn(place, 'policy', entity),
      ...(description !== undefined && { description }),
      tags: withTags('Policy', [], input.Tags),
      updatedAtMs: createdAtMs,
      defaultVersion: 1,
      lastVersion: 1,
    }
    state.policies.put(policy)
    state.policyVersions.put({ policyId, number: 1, document, createdAtMs })
    return { Policy: writeNewPolicy(state, ofCustomer(policy)) }
  },
})
