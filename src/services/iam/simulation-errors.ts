/** What IAM says of simulations that can't be asked for so. No public source shows AWS's words. */
import type { AwsError } from '../../kernel/errors.ts'
import { invalidInput } from './errors.ts'

export function tooMuchToSimulate(length: number, max: number): AwsError {
  const message = `Policies of at most ${max} characters can be simulated.`
  return invalidInput(message, { limit: max, value: length })
}

export function severalBoundaries(): AwsError {
  return invalidInput('Only one permissions boundary can be simulated.')
}

export function callerIsNoUser(arn: string): AwsError {
  return invalidInput(`CallerArn ${arn} is not the ARN of an IAM user.`, { CallerArn: arn })
}

export function callerMissing(): AwsError {
  return invalidInput('CallerArn must be specified with ResourcePolicy.', { missing: 'CallerArn' })
}

export function invalidAction(action: string): AwsError {
  return invalidInput(`Invalid action: ${action}`, { parameter: 'ActionNames', action })
}

export function invalidOwner(owner: string): AwsError {
  return invalidInput(`Invalid resource owner: ${owner}`, { owner })
}
