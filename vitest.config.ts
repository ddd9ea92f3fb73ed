import { defineConfig } from 'vitest/config'
import { awsClients } from './test/clients/resolve.ts'

const everywhere = {
  environment: 'node',
  restoreMocks: true,
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
} as const

export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      {
        plugins: [awsClients()],
        // Unit tests share their modules' loading: 300 files take 5 s instead of 60.
        test: {
          ...everywhere,
          name: 'unit',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          isolate: false,
        },
      },
      {
        plugins: [awsClients()],
        test: {
          ...everywhere,
          name: 'suites',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          // What an example imports as its dependency is this checkout.
          alias: { kasane: new URL('src/index.ts', import.meta.url).pathname },
          exclude: ['test/journeys/**', '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [awsClients()],
        // Journeys start processes and listen on ports, so they take turns, after everything else.
        test: {
          ...everywhere,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
