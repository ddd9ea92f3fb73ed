/** Requests that are wrong in themselves, and those for what Kasane lacks. */
import { advice, type Explainer } from './explanation.ts'
import { factLines, textFact } from './facts.ts'

export const explainValidation: Explainer = (incident, why) => {
  const parameter = textFact(why, 'parameter') ?? textFact(why, 'attribute')
  const reason = textFact(why, 'reason')
  return {
    why: [
      'The request itself is wrong: AWS refuses it whatever the state of the cloud.',
      ...(reason !== undefined && reason !== incident.message ? [reason] : []),
      ...factLines(why, ['reason']),
    ],
    cure: [
      advice(
        parameter === undefined
          ? 'Send it as the message says.'
          : `Send it with another ${parameter}, as the message says.`,
      ),
    ],
  }
}

export const explainNotEmulated: Explainer = (_incident, why) => ({
  why: [`Kasane does not emulate ${textFact(why, 'feature') ?? 'this'}, and says so: AWS has it.`],
  cure: [advice('docs/coverage.md lists what is emulated.')],
})
