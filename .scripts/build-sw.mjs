import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join, relative, resolve } from 'node:path'
import { build } from 'vite'
import { injectManifest } from 'workbox-build'

const root = resolve(import.meta.dirname, '..')
const page = 'authenticator/index.html'
const worker = 'authenticator/sw.js'
const textual = new Set(['.html', '.js', '.css', '.webmanifest'])
// For the browser's install dialog and the system's home screen: they fetch them themselves.
const neverCached = /^(screenshots|icons)\//

/**
 * Bundles the service worker as one classic script and writes into it what it has to keep.
 *
 * @param output where Vite has put the pages
 */
export const buildServiceWorker = async (output) => {
  await bundle(output)
  const { count, size, warnings } = await injectManifest({
    swSrc: join(output, worker),
    swDest: join(output, worker),
    globDirectory: output,
    globPatterns: [...(await neededBy(output, page))],
    // Vite puts a content hash into these names: no revision needed.
    dontCacheBustURLsMatching: /-[\w-]{8}\.\w+$/,
    maximumFileSizeToCacheInBytes: 2_000_000,
    manifestTransforms: [asServed],
  })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  await shorten(join(output, worker))
  console.log(`authenticator/sw.js keeps ${count} files, ${Math.round(size / 1000)} kB`)
}

const bundle = (output) =>
  build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'pwa'),
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: join(output, 'authenticator'),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      rolldownOptions: {
        input: join(root, 'pwa/authenticator/sw.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  })

/** An entry whose name says its revision may be its address alone, and 32 bits tell releases apart. */
const shorten = async (file) => {
  const text = await readFile(file, 'utf8')
  const short = text
    .replace(/\{"revision":null,"url":("[^"]+")\}/g, '$1')
    .replace(/("revision":"[\da-f]{8})[\da-f]{24}"/g, '$1"')
  await writeFile(file, short)
}

/** The page is fetched by its address; asking for the file would be answered with a redirect. */
const asServed = async (entries) => ({
  manifest: entries.map(({ url, ...entry }) => ({
    ...entry,
    url: url === page ? '/authenticator/' : `/${url}`,
  })),
  warnings: [],
})

/**
 * Every built file that the page names, or that a file it names names, and so on: exactly the
 * authenticator, lazy chunks, threads and WebAssembly included, and nothing of the other pages.
 */
const neededBy = async (output, start) => {
  const entries = await readdir(output, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && extname(entry.name) !== '.html')
    .map((entry) => relative(output, join(entry.parentPath, entry.name)))
    .filter((file) => file !== worker && !neverCached.test(file))
  const needed = new Set([start])
  for (const file of needed) {
    if (!textual.has(extname(file))) continue
    const text = await readFile(join(output, file), 'utf8')
    for (const other of files) if (text.includes(basename(other))) needed.add(other)
  }
  return needed
}
