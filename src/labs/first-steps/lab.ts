/** It breaks, it is explained, it is cured: SQS, IAM and the clock on one page. */
import type { Lab } from '../lab.ts'
import { story, title } from './story.ts'

export const firstSteps: Lab = {
  name: 'first-steps',
  title,
  story,
  run: async (stage) => (await import('./run.ts')).runFirstSteps(stage),
}
