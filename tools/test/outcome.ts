/** The part of Vitest's JSON report that counts. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
    }[]
  }[]
}

export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** Tests that did not run and have a reason in test/skips.json. */
  readonly skipped: number
  /** What counts as failed although no assertion did. */
  readonly complaints: readonly string[]
}

/**
 * Counts what ran. A test that did not run is a failure unless `reasons` has its full name, or that of
 * the suite it is in; so is a file that could not be loaded.
 */
export function outcomeOf(
  report: VitestReport,
  reasons: Readonly<Record<string, string>>,
): Outcome {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const unrun = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const explained = Object.keys(reasons)
  const unexplained = unrun.filter(
    ({ fullName }) => !explained.some((name) => `${fullName} `.startsWith(`${name} `)),
  )
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailure),
  )
  const complaints = [
    ...unexplained.map(
      ({ fullName }) => `skipped without a reason in test/skips.json: ${fullName}`,
    ),
    ...broken.map(({ name, message }) => `${name} did not load: ${message ?? 'no message'}`),
  ]
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(isFailure).length + complaints.length,
    skipped: unrun.length - unexplained.length,
    complaints,
  }
}

function isFailure({ status }: { readonly status: string }): boolean {
  return status === 'failed'
}
