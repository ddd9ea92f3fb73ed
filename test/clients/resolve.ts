import { createRequire } from 'node:module'
import type { Plugin } from 'vitest/config'

const fromHere = createRequire(import.meta.url)

/**
 * Lets every test import `@aws-sdk/…` and `@smithy/…` by name although these 200 MB of packages live
 * in test/clients/node_modules, where starting the cloud never installs them.
 */
export function awsClients(): Plugin {
  return {
    name: 'aws-clients',
    enforce: 'pre',
    resolveId(id) {
      if (!/^@(aws-sdk|smithy)\//.test(id)) return null
      return { id: fromHere.resolve(id), external: true }
    },
  }
}
