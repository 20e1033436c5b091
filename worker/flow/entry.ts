import type { AppPolicy } from '../../schema/api/application.ts'
import type { InvalidReason } from '../../schema/api/authorization.ts'
import type { Demand, Standing } from '../domain/application.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'
import type { OAuthErrorCode } from '../http/oauth-error.ts'

/** Somebody on the way into an application, whatever its kind: what stands in between, and what comes after. */
export type Entry = {
  application: { id: string; name: string }
  /** The application's own policy, with what this request asks for beside it. */
  demand: Pick<AppPolicy, 'audience' | 'groups'> & Demand
  /** A moment in unix seconds that the proof must be younger than (`prompt=login`); null: any will do. */
  provedSince: number | null
  /** Whom it must be, by id, where the application has said so. */
  person?: string
  /** Scopes that this person has yet to agree to; empty: none. */
  consent: (caller: SignedIn) => Promise<readonly string[]>
  /**
   * Writes what lets them in, in one trip, and says where the browser goes on. Null: what it rested on is no
   * longer so, nothing was written, and it is to be judged anew. `agreed`: scopes agreed to just now.
   */
  enter: (
    c: AppContext,
    caller: SignedIn,
    standing: Standing,
    agreed: readonly string[],
  ) => Promise<string | null>
  /** Where the browser goes that is refused; null: nowhere but to our own page. */
  refuse: (error: OAuthErrorCode, description: string) => string | null
}

/**
 * What a link to our page wants. `redirect`: the application is told at once, whoever is here. `invalid`:
 * nobody is, for nobody knows who asked.
 */
export type Wanted =
  | {
      kind: 'entry'
      entry: Entry
      loginHint: string | null
      /** Nobody is to be asked anything (`prompt=none`): the application is told what would be. */
      silent: boolean
    }
  | { kind: 'redirect'; location: string }
  | { kind: 'invalid'; reason: InvalidReason }
