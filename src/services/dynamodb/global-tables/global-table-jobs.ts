/** What happens to global tables by itself as time passes. */
import { openReplica } from './reception.ts'
import { joined, left } from './replica-updates.ts'
import { forgetReplication, replicate, seed } from './replication.ts'

export const globalTableJobs = { forgetReplication, joined, left, openReplica, replicate, seed }
