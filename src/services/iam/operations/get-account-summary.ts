import { GetAccountSummary } from '../../../generated/iam.ts'
import { accountFigures } from '../account-figures.ts'
import { iamOperation } from '../operation.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary = iamOperation(GetAccountSummary, {
  resource: () => '*',
  run: (call) => ({ SummaryMap: accountFigures(call) }),
})
