/** Requests that are wrong in themselves, and those for what Kasane lacks. */
import type { Cause } from '../../kernel/errors.ts'
import { advice, type Cure, type Explainer } from './explanation.ts'
import { factLines, textFact } from './facts.ts'

export const explainValidation: Explainer = (incident, why) => {
  const parameter = textFact(why, 'parameter') ?? textFact(why, 'attribute')
  const reason = textFact(why, 'reason')
  return {
    why: [
      'AWS refuses the request as it is: its message says what is wrong with it.',
      ...(reason !== undefined && reason !== incident.message ? [reason] : []),
      ...factLines(why, ['reason', 'reservedWord']),
    ],
    cure: why['reservedWord'] === undefined ? [as(parameter)] : alias(why),
  }
}

function as(parameter: string | undefined): Cure {
  return advice(
    parameter === undefined
      ? 'Send it as the message says.'
      : `Send it with another ${parameter}, as the message says.`,
  )
}

/** DynamoDB's expressions name what is a word of theirs by another name. */
function alias(why: Cause): Cure[] {
  const word = textFact(why, 'reservedWord')
  if (word === undefined) return []
  const names = JSON.stringify({ [`#${word}`]: word })
  return [
    advice(
      `${word} is a word of DynamoDB's own. Write #${word} in its place, and say what that is: ` +
        `ExpressionAttributeNames ${names} (CLI: --expression-attribute-names '${names}').`,
    ),
  ]
}

export const explainNotEmulated: Explainer = (_incident, why) => ({
  why: [`Kasane does not emulate ${textFact(why, 'feature') ?? 'this'}, and says so: AWS has it.`],
  cure: [advice('docs/coverage.md lists what is emulated.')],
})
