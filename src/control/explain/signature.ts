/** Signatures that prove nothing: which part is wrong, and what was changed on the way. */
import type { Cause } from '../../kernel/errors.ts'
import { explainEnded, explainUnknownKey, noCredentials, sendCredentials } from './credentials.ts'
import { advice, type Cure, type Explainer } from './explanation.ts'
import { factLines, textFact } from './facts.ts'

export const explainSignature: Explainer = (incident, why, surroundings) => {
  const fault = textFact(why, 'fault') ?? ''
  if (fault === 'mismatch') return explainMismatch(why)
  if (fault === 'missing') {
    return {
      why: [`${noCredentials}, and the operation lets no stranger in.`],
      cure: [sendCredentials(incident, surroundings)],
    }
  }
  if (fault === 'unknown-key') return explainUnknownKey(incident, why, surroundings)
  if (fault === 'token-expired') return explainEnded(incident, why, surroundings)
  const [reason, cure] = faults[fault] ?? [
    'The request is not signed as Signature Version 4 wants it.',
    'Let an AWS SDK or the AWS CLI sign it.',
  ]
  return { why: [reason, ...factLines(why, ['fault', 'sessionToken'])], cure: [advice(cure)] }
}

/** What is known of a mismatch, as the gateway has found it out. */
interface Diagnosis {
  readonly part: string
  readonly name?: string
  readonly signed: string
  readonly received: string
}

function explainMismatch(why: Cause): ReturnType<Explainer> {
  const diagnosis = why['diagnosis'] as Diagnosis | undefined
  if (diagnosis) {
    const { part, name, signed, received } = diagnosis
    const [what, cure] = parts[part] ?? [part, '']
    return {
      why: [
        `The signature is right for another request: ${what}${name ? ` ${name}` : ''} is not what was signed.`,
        `signed: ${signed || '(nothing)'}`,
        `received: ${received || '(nothing)'}`,
      ],
      cure: [advice(cure)],
    }
  }
  return { why: [...undiagnosed(why)], cure: [theirTexts] }
}

function undiagnosed(why: Cause): string[] {
  return [
    'None of the usual causes explains it: neither host, path, query, headers, method and body changed on the way, nor a secret that is nearly right. Most likely the secret is that of another key.',
    `Canonical request, as it should have been signed:\n${textFact(why, 'canonicalRequest') ?? ''}`,
    `String to sign:\n${textFact(why, 'stringToSign') ?? ''}`,
  ]
}

const theirTexts: Cure = advice(
  'Compare both with what your client makes (SDKs log them at debug level), and check the secret of the key.',
)

/** What it is called, and what helps. */
const parts: Readonly<Record<string, readonly [what: string, cure: string]>> = {
  host: [
    'the Host header',
    'Have the client use the very host and port at which the request arrives, or have the proxy pass the Host header on unchanged.',
  ],
  path: [
    'the path',
    'Have the client or the proxy leave the path as it is: S3 signs it encoded once, all other services twice.',
  ],
  query: ['the query', 'Have the proxy pass the query on unchanged.'],
  header: [
    'the header',
    'Have the proxy pass it on unchanged, or leave it out of the signed headers.',
  ],
  method: ['the method', 'Send the method that was signed.'],
  body: ['the body', 'Send the very bytes that were signed.'],
  'payload-hash': [
    'the hash of the body',
    'Sign the SHA-256 of the body as it is sent; UNSIGNED-PAYLOAD is for S3 and the few operations that allow it.',
  ],
  secret: ['the secret', 'Give the client the secret that belongs to the access key.'],
}

const faults: Readonly<Record<string, readonly [why: string, cure: string]>> = {
  'token-invalid': [
    'The session token does not belong to the access key, or has been changed.',
    'Get new temporary credentials, and send all three parts of them.',
  ],
  skew: [
    'The clock of the client and real time are too far apart; this is not about the clock of the cloud.',
    'Set the clock of the machine on which the client runs.',
  ],
  'not-yet': ['The URL was signed for a later time.', 'Set the clock of the machine that signs.'],
  expired: ['The URL was valid for so long and no longer.', 'Sign a new URL.'],
  scope: [
    'The request was signed for another region, service or day than it was sent to.',
    'Set the region of the client, and the service where you sign yourself.',
  ],
  'unsigned-headers': [
    'Headers that have to be signed are not.',
    'Sign host, and for S3 all x-amz- headers.',
  ],
  'content-hash-missing': [
    'S3 wants the header x-amz-content-sha256.',
    'Send it: the hash of the body, or UNSIGNED-PAYLOAD.',
  ],
  'signature-v2': ['Signature Version 2 is of the past.', 'Use a client that speaks Version 4.'],
}
