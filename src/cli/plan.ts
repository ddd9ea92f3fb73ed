/** `kasane plan`: calculates before anything is built, with the functions that the services use. */
import type { Command } from './command.ts'
import { planDynamodb } from './plan-dynamodb.ts'
import { planLambda } from './plan-lambda.ts'
import { planXray } from './plan-xray.ts'

export const plan: Command = {
  name: 'plan',
  summary: 'calculates capacity, concurrency and sampling, and shows how',
  commands: [planDynamodb, planLambda, planXray],
}
