/** `/_kasane/due`: what will happen by itself as time passes, the next first. */
import { isoInstant } from './iso-time.ts'
import { json } from './reply.ts'
import type { Resource } from './resource.ts'

const listedMax = 100

export const due: Resource = {
  path: '/due',
  says: 'what happens by itself as time passes, the next first',
  methods: {
    GET({ parts: { kernel } }) {
      const next = kernel.scheduler.list(listedMax)
      return json({
        count: kernel.scheduler.count(),
        due: next.map(({ dueMs, service, account, region, job, key }) => ({
          at: isoInstant(dueMs),
          service,
          account,
          region,
          job,
          key,
        })),
      })
    },
  },
}
