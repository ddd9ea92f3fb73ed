/** Without it Vitest would take the configuration of the repository around this folder. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['*.test.ts'] } })
