import type { Method } from '../../../schema/api/factor.ts'
import type { Way } from './way.ts'

/** The kinds that people set up themselves, fetched when they do. A new kind is a file and a line. */
const ways: Partial<Record<Method, () => Promise<Way>>> = {
  passkey: async () => (await import('./passkey.tsx')).passkey,
  hardware: async () => (await import('./hardware.tsx')).hardware,
  totp: async () => (await import('./totp.tsx')).totp,
}

/** Those of the methods that can be set up here. */
export const enrollableOf = (methods: readonly Method[]): Method[] =>
  methods.filter((method) => method in ways)

/** Those that stand in the list. Who holds a device says so: nobody else is asked for one. */
export const listedOf = (methods: readonly Method[]): Method[] => {
  const all = enrollableOf(methods)
  const listed = all.filter((method) => method !== 'hardware')
  return listed.length > 0 ? listed : all
}

/** Whether a device may be set up, and is not in the list. */
export const takesDevice = (methods: readonly Method[]): boolean =>
  enrollableOf(methods).includes('hardware') && !listedOf(methods).includes('hardware')

/** @throws where `enrollableOf` would not have offered the method */
export const wayOf = (method: Method): Promise<Way> => {
  const load = ways[method]
  if (!load) throw new TypeError(`nobody enrolls ${method} here`)
  return load()
}
