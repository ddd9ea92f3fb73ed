/** What happens to backups by itself as time passes. */
import type { JobDefinition } from '../../../kernel/service.ts'
import type { state } from '../state.ts'
import { forgetBackup } from './backup.ts'
import { copy, trimHistory } from './copies.ts'

/** `key` is the backup's id, `data` its table's name. */
const expireBackup: JobDefinition<typeof state> = {
  run(call) {
    const backup = call.state.backups.get(String(call.data), call.key)
    if (backup) forgetBackup(call, backup)
  },
}

export const backupJobs = { copy, trimHistory, expireBackup }
