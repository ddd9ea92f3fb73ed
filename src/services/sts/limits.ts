/**
 * STS's bounds that its model doesn't hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */

/** An inline session policy and the ARNs of managed ones together. */
export const sessionPolicyCharactersMax = 2_048
export const sessionPolicyArnsMax = 10

/**
 * Session policies and tags, packed into the token. AWS tells percentages only; those of its examples
 * (6 % for a policy of 104 characters, 8 % for three short tags) come out of about this (judgement).
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const packedBytesMax = 1_200

/** What SessionTokenUtilization is a percentage of; AWS names no maximum but this model's bound. */
export const sessionTokenBytesMax = 4_096

export const roleSessionSecondsDefault = 3_600
export const chainedSessionSecondsMax = 3_600

/** Of GetSessionToken and GetFederationToken. */
export const userSessionSecondsDefault = 43_200
export const rootSessionSecondsMax = 3_600

/** STS's model: `tagListType`. */
export const tagsPerSession = 50

/** How far a provider's clock may be ahead (judgement). */
export const clockSkewSecondsMax = 300

/** How old a provider's token may be; unconfirmed. */
export const idTokenAgeSecondsMax = 86_400
