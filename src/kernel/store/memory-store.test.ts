import { memoryStore } from './memory-store.ts'
import { describeStore } from './store.contract.ts'
import { describeSuccessor } from './successor.contract.ts'

describeStore('the store in memory', async () => {
  const store = memoryStore()
  return { store, end: () => store.close() }
})

describeSuccessor('the store in memory', async () => {
  const store = memoryStore()
  return { store, end: () => store.close() }
})
