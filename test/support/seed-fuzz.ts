import { seedFileRefusals, seedRowReasons } from '../../schema/seed-file.ts'
import { canonicalSerial } from '../../schema/serial.ts'
import { readSeedFile, type SeedFileResult } from '../../worker/seedfile/seed-file.ts'
import { chance } from './random.ts'
import { spoiled, wholeFiles } from './seed-mutation.ts'
import { expected } from './seed-vector.ts'

/** What is wrong with a result, whatever the file was; null: nothing. */
const fault = (file: SeedFileResult): string | null => {
  if (!file.ok)
    return seedFileRefusals.includes(file.reason) ? null : `no such refusal: ${file.reason}`
  const tokens = [...file.tokens(100)].flat()
  if (tokens.length !== file.count || file.rows !== file.count + file.errors.length) return 'counts'
  if (file.errors.some(({ reason }) => !seedRowReasons.includes(reason))) return 'no such reason'
  const serials = new Set(tokens.map(({ serial }) => canonicalSerial(serial)))
  const secrets = new Set(tokens.map(({ secret }) => secret.join()))
  if (serials.has(null) || serials.size < tokens.length || secrets.size < tokens.length)
    return 'twice'
  const sizes = tokens.every(({ secret }) => secret.length >= 16 && secret.length <= 64)
  const zero = tokens.some(({ secret }) => secret.every((byte) => byte === 0))
  return sizes && !zero ? null : 'secret'
}

/**
 * Reads as many spoiled files as asked, some at once.
 *
 * @returns what went wrong, each with the seed that shows it again
 */
export const fuzzFaults = async (files: number, seed: number): Promise<string[]> => {
  const whole = wholeFiles()
  const faults: string[] = []
  const one = async (at: number): Promise<void> => {
    const bytes = spoiled(whole, chance(seed + at))
    try {
      const file = await readSeedFile(bytes, {
        password: expected.password,
        presharedKey: expected.presharedKey,
        allowZipCrypto: true,
        allowShortSecrets: false,
      })
      const wrong = fault(file)
      if (wrong !== null) faults.push(`${seed + at}: ${wrong}`)
    } catch (thrown) {
      faults.push(`${seed + at}: ${String(thrown)}`)
    }
  }
  for (let at = 0; at < files; at += 50)
    await Promise.all(Array.from({ length: Math.min(50, files - at) }, (_, next) => one(at + next)))
  return faults
}
