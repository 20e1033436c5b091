import type { CodeMethod } from '../../schema/api/factor.ts'
import type { FactorKind } from './kind.ts'
import { pass } from './pass.ts'
import { recovery } from './recovery.ts'
import { totp } from './totp.ts'

/** Every kind of factor that is proved by a code. A new one is added here, and nowhere else in a sign-in. */
export const kinds: Record<CodeMethod, FactorKind> = { totp, recovery, pass }

/** The kind that a code is meant for when its sender does not say. */
export const kindOfCode = (code: string): FactorKind =>
  Object.values(kinds).find((kind) => kind.looksLike(code)) ?? totp
