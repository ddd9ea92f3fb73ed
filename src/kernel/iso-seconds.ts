/** An instant as most of AWS's texts have it: `2026-01-01T00:00:00Z`, without a fraction. */
export function isoSeconds(ms: number, zone: 'Z' | '+00:00' = 'Z'): string {
  return new Date(ms).toISOString().slice(0, -fraction.length) + zone
}

const fraction = '.000Z'
