import { resolve } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { testBindings } from './support/bindings.ts'
import { outside } from './support/outside.ts'

const root = resolve(import.meta.dirname, '..')

/** What the runtime itself verifies is no other runtime's to show. */
const insideTheRuntime = 'test/conformance/webauthn.test.ts'

/** That runtime has no file system: these come to it as data: URIs. */
const seedFiles = ['test/vectors/seedfile/*.{csv,zip,7z,xml}']

/** The Worker's tests run inside workerd; each file begins with an empty D1 (support/migrations.ts). */
const insideWorkerd = cloudflareTest(async () => ({
  main: resolve(root, 'worker/index.ts'),
  wrangler: { configPath: resolve(root, 'wrangler.toml') },
  miniflare: {
    // The world outside, as far as the Worker and its tests go there.
    outboundService: outside,
    bindings: {
      ...testBindings,
      TEST_MIGRATIONS: await readD1Migrations(resolve(root, 'schema/migrations')),
    },
  },
}))

/** But for what compares times or measures them. */
const rememberSlowHashes = [
  { find: /^argon2id\/lib\/setup\.js$/, replacement: resolve(root, 'test/support/slow-hash.ts') },
]

export default defineConfig({
  root,
  test: {
    root,
    // Two cores are what we promise to be quick on; more workers only make them take turns.
    maxWorkers: 2,
    projects: [
      {
        root,
        test: {
          name: 'unit',
          // They share nothing that could be left behind, so no process is started for each.
          isolate: false,
          include: ['test/{schema,pwa,conformance}/**/*.test.{ts,tsx}'],
          exclude: [insideTheRuntime],
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        plugins: [insideWorkerd],
        assetsInclude: seedFiles,
        resolve: { alias: rememberSlowHashes },
        test: {
          name: 'worker',
          // To start a workerd and to load the Worker takes a second, to empty its database a tenth.
          isolate: false,
          include: ['test/worker/**/*.test.ts', insideTheRuntime],
          exclude: ['test/worker/timing.test.ts'],
          setupFiles: ['test/support/migrations.ts'],
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          // What drives the browser is loaded once for all files.
          isolate: false,
          include: ['test/e2e/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          testTimeout: 90_000,
          hookTimeout: 60_000,
          // A busy machine takes its time to paint.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        root,
        plugins: [insideWorkerd],
        test: {
          // Compares times: nothing else may run beside it.
          name: 'timing',
          include: ['test/worker/timing.test.ts'],
          setupFiles: ['test/support/migrations.ts'],
          sequence: { groupOrder: 3 },
          testTimeout: 60_000,
        },
      },
      {
        root,
        plugins: [insideWorkerd],
        assetsInclude: seedFiles,
        test: {
          name: 'bench-worker',
          include: ['test/bench/{login,passkey,seed-file,token-trips}.bench.ts'],
          setupFiles: ['test/support/migrations.ts'],
          testTimeout: 120_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        root,
        test: {
          name: 'bench-page',
          include: ['test/bench/{authenticator,forward-auth,token-import}.bench.ts'],
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})
