import { GenerateCredentialReport, GetCredentialReport } from '../../../generated/iam.ts'
import { reportExpired, reportInProgress, reportNotPresent } from '../credential-errors.ts'
import { findReport, isFresh, startReport } from '../credential-report.ts'
import { iamOperation } from '../operation.ts'

/**
 * AWS: a report is made at most every four hours; until then the old one is complete.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
export const generateCredentialReport = iamOperation(GenerateCredentialReport, {
  resource: () => '*',

  run(call) {
    const report = findReport(call)
    if (report && isFresh(call, report)) return { State: 'COMPLETE' }
    if (report && report.generatedAtMs === undefined) return { State: 'INPROGRESS' }
    startReport(call)
    if (report) return { State: 'STARTED' }
    return {
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export const getCredentialReport = iamOperation(GetCredentialReport, {
  resource: () => '*',

  run(call) {
    const report = findReport(call)
    if (!report) throw reportNotPresent()
    const { content, generatedAtMs } = report
    if (content === undefined || generatedAtMs === undefined) throw reportInProgress()
    if (!isFresh(call, report)) throw reportExpired(generatedAtMs)
    return {
      Content: Buffer.from(content),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(generatedAtMs),
    }
  },
})
