import type { Method } from '../../schema/api/factor.ts'

/** A text read as a password with a code behind it. */
export type Split = { password: string; code: string }

/** How many digits a key of some kind shows. */
export type HeldDigits = { method: string; digits: number }

/** Recovery codes and temporary passes as they are handed out. A text ends in one of them at most. */
const written: [Method, RegExp][] = [
  ['recovery', /^(.+?)((?:[A-Z2-7]{5}-){4}[A-Z2-7]{6})$/is],
  ['pass', /^(.+?)((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})$/is],
]

/** Every way in which a code of some kind may stand at the end of a text, the shortest first. */
export const splitsOf = (text: string): Split[] => {
  const digits = /[0-9]*$/.exec(text)?.[0].length ?? 0
  const numbers = [6, 7, 8]
    .filter((length) => length <= digits && length < text.length)
    .map((length) => ({ password: text.slice(0, -length), code: text.slice(-length) }))
  const texts = written.flatMap(([, form]) => {
    const [, password, code] = form.exec(text) ?? []
    return password && code ? [{ password, code }] : []
  })
  return [...numbers, ...texts]
}

/**
 * Those of them that somebody's own kinds of code ask for. At most two, so that no text costs more than two
 * hashes: who has keys of three lengths cannot append a code of the longest.
 *
 * @param accepted kinds that they have and that policy accepts of them
 */
export const splitsFor = (
  splits: readonly Split[],
  accepted: readonly Method[],
  held: readonly HeldDigits[],
): Split[] =>
  splits
    .filter(({ code }) =>
      accepted.some((method) =>
        held.some((key) => key.method === method)
          ? held.some((key) => key.method === method && key.digits === code.length)
          : isWritten(method, code),
      ),
    )
    .slice(0, 2)

const isWritten = (method: Method, code: string): boolean =>
  written.some(([kind, form]) => kind === method && form.test(`.${code}`))
