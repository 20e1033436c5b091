import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { buildServiceWorker } from '../.scripts/build-sw.mjs'

const page = (name: string) => resolve(import.meta.dirname, name, 'index.html')

/** The service worker keeps what the build made, so it is built last. */
const serviceWorker = (): Plugin => {
  let output = ''
  return {
    name: 'latchkey-service-worker',
    apply: 'build',
    configResolved: ({ root, build }) => {
      output = resolve(root, build.outDir)
    },
    closeBundle: { order: 'post', sequential: true, handler: () => buildServiceWorker(output) },
  }
}

/**
 * Three pages, one build. Chunks are shared and content-hashed under /assets/, so that a browser
 * that has the portal already holds most of the console.
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
    rolldownOptions: { input: [page('portal'), page('authenticator'), page('console')] },
  },
  plugins: [serviceWorker()],
  worker: {
    format: 'es',
    // Under the authenticator's path, for its policy: a thread may compile WebAssembly only if its own answer says so.
    rolldownOptions: {
      output: {
        entryFileNames: 'authenticator/threads/[name]-[hash].js',
        chunkFileNames: 'authenticator/threads/[name]-[hash].js',
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: { '/api': 'http://localhost:8787' } },
})
