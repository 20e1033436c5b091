import type { CodeMethod } from '../../schema/api/factor.ts'
import type { FactorKind } from './kind.ts'
import { hardware } from './hardware.ts'
import { pass } from './pass.ts'
import { recovery } from './recovery.ts'
import { device, totp } from './totp.ts'

/** Every kind of factor that is proved by a code. A new one is added here, and nowhere else in a sign-in. */
export const kinds: Record<CodeMethod, FactorKind> = {
  totp,
  device,
  hardware,
  recovery,
  pass,
}

/** The kinds that a code may be meant for when its sender does not say; at least one. */
export const kindsOfCode = (code: string): [FactorKind, ...FactorKind[]] => {
  const [first = totp, ...others] = Object.values(kinds).filter((kind) => kind.looksLike(code))
  return [first, ...others]
}
