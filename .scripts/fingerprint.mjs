/** One hash over the content of files, to tell whether work done earlier is still good. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './place.mjs'

const filesUnder = (path) => {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

const byName = (one, other) => (one < other ? -1 : 1)

export const fingerprint = (...paths) => {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesUnder).toSorted(byName)) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** The fingerprint that finished work left behind, or nothing. */
export const markIn = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)
