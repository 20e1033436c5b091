import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { buildServiceWorker } from '../.scripts/build-sw.mjs'

const page = (name: string) => resolve(import.meta.dirname, name, 'index.html')

/**
 * Portal and console share their chunks. The authenticator is built apart, in an environment of its
 * own: what it shares with nobody can be shaken to the bytes that the first code needs.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: resolve(import.meta.dirname, 'public'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: resolve(import.meta.dirname, '../dist/pwa'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  environments: {
    client: {
      build: { rolldownOptions: { input: [page('portal'), page('console')] } },
    },
    authenticator: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: { input: [page('authenticator')] },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      const { client, authenticator } = builder.environments
      if (!client || !authenticator) throw new Error('an environment is missing')
      await builder.build(client)
      await builder.build(authenticator)
      await buildServiceWorker(client.config.build.outDir)
    },
  },
  worker: {
    format: 'es',
    // Under the authenticator's path, for its policy: a thread may compile WebAssembly only if its
    // own answer says so.
    rolldownOptions: {
      output: {
        entryFileNames: 'authenticator/threads/[name]-[hash].js',
        chunkFileNames: 'authenticator/threads/[name]-[hash].js',
      },
    },
  },
})
