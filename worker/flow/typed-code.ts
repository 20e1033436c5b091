import type { Method } from '../../schema/api/factor.ts'
import type { FactorKind, Prover } from '../factor/kind.ts'
import type { AppContext } from '../http/context.ts'
import type { Barrier } from '../store/attempt.ts'
import type { Query } from '../store/trip.ts'
import { factorQueries } from './factor.ts'

/** A code that came without its kind, as one of the kinds that it may be meant for. */
export type JudgedCode = { kind: FactorKind; prover: Prover; barrier: Barrier }

/** What judging a code as each of these kinds needs to know, for whichever trip comes first. */
export const codeQueries = async (
  c: AppContext,
  asked: FactorKind[],
  username: string,
  code: string,
): Promise<CodeQueries> => {
  const each = await Promise.all(
    asked.map(async (kind) => {
      const { prover, barrier } = await factorQueries(c, kind, username, { code })
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
