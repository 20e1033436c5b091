import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { buildServiceWorker } from '../.scripts/build-sw.mjs'

const page = (name: string) => resolve(import.meta.dirname, name, 'index.html')

type Modules = { getModuleInfo(id: string): { importedIds: readonly string[] } | null }

let first: Set<string> | undefined

/** All that the authenticator imports at once, in one script: it compresses better than its parts do. */
const firstScreen = (id: string, modules: Modules): string | null => {
  if (!first) {
    first = new Set([resolve(import.meta.dirname, 'authenticator/main.tsx')])
    for (const known of first)
      for (const next of modules.getModuleInfo(known)?.importedIds ?? []) first.add(next)
  }
  return first.has(id) ? 'first' : null
}

/** What the later screens say, one file for each language: the service worker's list is short. */
const wordsOf = (id: string): string | null => {
  const language = /\/authenticator\/locale\/(\w+)\//.exec(id)?.[1]
  return language ? `words-${language}` : null
}

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
        // Lists of what each part of the app needs would cost the first screen more than they save:
        // the service worker has it all at hand.
        cssCodeSplit: false,
        modulePreload: false,
        rolldownOptions: {
          input: [page('authenticator')],
          output: { codeSplitting: { groups: [{ name: firstScreen }, { name: wordsOf }] } },
        },
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
