import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeStore } from '../kernel/store/store.contract.ts'
import { openLmdbStore } from './lmdb-store.ts'

async function openInTemporaryFolder(durable: boolean) {
  const path = await mkdtemp(join(tmpdir(), 'kasane-store-'))
  const store = await openLmdbStore({ path, durable })
  return {
    store,
    async end() {
      await store.close()
      await rm(path, { recursive: true, force: true })
    },
  }
}

describeStore('the store on disk', () => openInTemporaryFolder(false))
describeStore('the store on disk, when answers wait for it', () => openInTemporaryFolder(true))
