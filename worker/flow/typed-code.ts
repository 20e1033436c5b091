import type { AuditAction } from '../../schema/api/audit.ts'
import type { Method } from '../../schema/api/factor.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, Prover } from '../factor/kind.ts'
import type { AppContext } from '../http/context.ts'
import { attemptSubject, type Barrier } from '../store/attempt.ts'
import type { FactorRecord } from '../store/factor.ts'
import type { Query } from '../store/trip.ts'
import type { CallerKey, UserRecord } from '../store/user.ts'
import type { FactorAttempt } from './factor-check.ts'
import { factorQueries, isAccepted, type Proved } from './factor.ts'

/** A code that came without its kind, as one of the kinds that it may be meant for. */
export type JudgedCode = { kind: FactorKind; prover: Prover; barrier: Barrier }

/** What judging a code as each of these kinds needs to know, for whichever trip comes first. */
export const codeQueries = async (
  c: AppContext,
  asked: FactorKind[],
  caller: CallerKey,
  code: string,
): Promise<CodeQueries> => {
  const each = await Promise.all(
    asked.map(async (kind) => {
      const { prover, barrier } = await factorQueries(c, kind, caller, { code })
      return [
        [`prover:${kind.method}`, prover],
        [`barrier:${kind.method}`, barrier],
      ]
    }),
  )
  return Object.fromEntries(each.flat()) as CodeQueries
}
type CodeQueries = { [K in `prover:${Method}`]?: Query<Prover> } & {
  [K in `barrier:${Method}`]?: Query<Barrier>
}

/** The same, once it was read. */
export const codesRead = (
  asked: FactorKind[],
  read: { [K in `prover:${Method}`]?: Prover | null } & {
    [K in `barrier:${Method}`]?: Barrier | null
  },
): JudgedCode[] =>
  asked.flatMap((kind) => {
    const [prover, barrier] = [read[`prover:${kind.method}`], read[`barrier:${kind.method}`]]
    return prover && barrier ? [{ kind, prover, barrier }] : []
  })

/**
 * The code as each kind that this person has and policy accepts; where they have none of these kinds it
 * is judged all the same, and is wrong.
 */
export const attemptsOf = (
  who: { user: UserRecord; policy: Policy; factors: FactorRecord[] },
  codes: JudgedCode[],
  action: AuditAction,
): FactorAttempt[] => {
  const held = codes.filter(({ kind }) => who.factors.some(({ method }) => method === kind.method))
  const judged = held.length > 0 ? held : codes.slice(0, 1)
  return judged
    .filter(({ kind }) => isAccepted(who, kind.method))
    .map((code) => ({ ...code, ...against(who, code.kind, action) }))
}

/** Whom a code is checked for, and what its failures count against. */
export const against = <Kind extends { method: Proved }>(
  { user, policy }: { user: UserRecord; policy: Policy },
  kind: Kind,
  action: AuditAction,
) => ({
  kind,
  user,
  policy,
  throttle: attemptSubject.factor(kind.method, user.id),
  action,
})
