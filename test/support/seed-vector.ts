/// <reference types="vite/types/importMeta.d.ts" />
import expected from '../vectors/seedfile/expected.json'

/** Files made by `npm run vectors`, as data: URIs; the tests' runtime has no file system. */
const uris = import.meta.glob<string>('../vectors/seedfile/*.{csv,zip,7z,xml}', {
  query: '?inline',
  import: 'default',
  eager: true,
})

export { expected }

/** The bytes of a file in test/vectors/seedfile/. */
export const seedVector = (name: string): Uint8Array<ArrayBuffer> => {
  const uri = uris[`../vectors/seedfile/${name}`]
  if (uri === undefined) throw new Error(`no such vector: ${name}`)
  return Uint8Array.from(atob(uri.slice(uri.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
}
