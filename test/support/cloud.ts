/** A whole cloud for tests through the wire: in-process, held clock, the same ids in every run. */
import { type Kasane, type KasaneOptions, startKasane } from '../../src/server/start-kasane.ts'

export function cloud(options: KasaneOptions = {}): Promise<Kasane> {
  return startKasane({
    startAt: '2026-01-01T00:00:00Z',
    seed: 'cloud',
    freezesEntities: true,
    ...options,
  })
}
