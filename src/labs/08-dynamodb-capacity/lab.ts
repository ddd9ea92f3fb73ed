/** An exam answer, run: 30 writes a second of 4 KB items need 120 units, not 30. */
import type { Lab } from '../lab.ts'
import { story, title } from './story.ts'

export const dynamodbCapacity: Lab = {
  name: '08-dynamodb-capacity',
  title,
  story,
  isWatchable: true,
  run: async (stage) => (await import('./run.ts')).runDynamodbCapacity(stage),
}
