import { expect, it } from 'vitest'
import { type ChecksumAlgorithm, RunningChecksum } from './checksum.ts'

function hexOf(algorithm: ChecksumAlgorithm, ...parts: Uint8Array[]): string {
  const running = new RunningChecksum(algorithm)
  for (const part of parts) running.update(part)
  return Buffer.from(running.base64(), 'base64').toString('hex')
}

/** Check values of https://reveng.sourceforge.io/crc-catalogue/ */
it.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
] as const)('%s of "123456789" is %s', (algorithm, check) => {
  expect(hexOf(algorithm, Buffer.from('123456789'))).toBe(check)
})

it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
  '%s is the same however the bytes are cut',
  (algorithm) => {
    const bytes = Buffer.from(Array.from({ length: 1003 }, (_, at) => (at * 7919) & 0xff))
    const whole = hexOf(algorithm, bytes)
    for (const cut of [1, 5, 8, 13, 500]) {
      expect(hexOf(algorithm, bytes.subarray(0, cut), bytes.subarray(cut))).toBe(whole)
    }
    const single = [...bytes].map((byte) => Uint8Array.of(byte))
    expect(hexOf(algorithm, ...single)).toBe(whole)
  },
)

it('Nothing has a checksum too', () => {
  expect(hexOf('CRC32C')).toBe('00000000')
  expect(hexOf('CRC64NVME')).toBe('0000000000000000')
})
