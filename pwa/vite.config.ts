import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const page = (name: string) => resolve(import.meta.dirname, name, 'index.html')

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
  worker: { format: 'es' },
  server: { port: 5173, strictPort: true, proxy: { '/api': 'http://localhost:8787' } },
})
