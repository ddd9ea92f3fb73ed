/** Figures of repeated runs: what to quote is the median, for start-up the minimum. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
