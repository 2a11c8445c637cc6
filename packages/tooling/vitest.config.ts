import { resolve } from 'node:path'
import { compiledCodeFolder, engineFlags } from '@strategraph/adapters/runtime'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '../..')

// Tests, and the threads that they start, load our sources each time: with what was compiled kept, in half of the processor's
// time (our programs do that by themselves). Not where coverage is measured: it is less exact with code from a cache.
if (!process.argv.some((argument) => argument.startsWith('--coverage'))) process.env['NODE_COMPILE_CACHE'] ??= compiledCodeFolder

// It lies here and not in the root because the root is kept for what readers look for; `pnpm run unit` names it.
const project = (name: string, include: string[]) => ({ extends: true as const, test: { name, include } })

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // As our programs run.
    execArgv: [...engineFlags],
    // Only against tests that hang: real data and property tests take ten times as long on a machine that is shared.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Left alone, one core is kept free: half of the machine where there are two.
    maxWorkers: '100%',
    exclude: ['**/node_modules/**', '**/dist/**', '**/e2e/**'],
    // Property tests print their seed when they fail; a fixed seed would only ever try the same cases.
    passWithNoTests: true,
    projects: [
      project('packages', ['packages/*/{src,test}/**/*.test.ts', 'packages/tooling/**/*.test.ts']),
      project('backend', ['apps/backend/{src,test}/**/*.test.ts']),
      project('cli', ['apps/cli/{src,test}/**/*.test.ts']),
      project('frontend', ['apps/frontend/{src,test}/**/*.test.{ts,tsx}']),
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**', 'apps/*/src/**'],
      exclude: ['**/*.test.ts', '**/*.bench.ts', '**/testing/**'],
      reportsDirectory: 'coverage',
    },
  },
})
