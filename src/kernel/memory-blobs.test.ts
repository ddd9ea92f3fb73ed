import { describeBlobs } from './blobs.contract.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { seededRandom } from './random.ts'

describeBlobs('blobs in memory', async () => ({
  blobs: memoryBlobs(seededRandom('blobs')),
  end: () => Promise.resolve(),
}))
