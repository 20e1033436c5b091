import type { SeedFileRefusal } from '../../schema/seed-file.ts'

/** `line`: where in the file, for the reasons that have a place. */
export type Refused = { ok: false; reason: SeedFileRefusal; line?: number }
export type Outcome<T> = { ok: true; value: T } | Refused

export const refuse = (reason: SeedFileRefusal, line?: number): Refused =>
  line === undefined ? { ok: false, reason } : { ok: false, reason, line }
export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
