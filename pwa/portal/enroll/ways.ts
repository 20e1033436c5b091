import type { Method } from '../../../schema/api/factor.ts'
import type { Way } from './way.ts'

/** The kinds that people set up themselves, fetched when they do. A new kind is a file and a line. */
const ways: Partial<Record<Method, () => Promise<Way>>> = {
  passkey: async () => (await import('./passkey.tsx')).passkey,
  totp: async () => (await import('./totp.tsx')).totp,
}

/** Those of the methods that can be set up here. */
export const enrollableOf = (methods: readonly Method[]): Method[] =>
  methods.filter((method) => method in ways)

/** @throws where `enrollableOf` would not have offered the method */
export const wayOf = (method: Method): Promise<Way> => {
  const load = ways[method]
  if (!load) throw new TypeError(`nobody enrolls ${method} here`)
  return load()
}
