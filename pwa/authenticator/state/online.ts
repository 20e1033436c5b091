import { createModel, signal } from '@preact/signals'
import type { CodeMethod, Method } from '../../../schema/api/factor.ts'
import type { LoginAnswer } from '../../../schema/api/login.ts'
import type { Session } from '../../../schema/api/session.ts'
import { answer, api, asProblem, done, type FaultCode, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { askPasskey } from '../../state/passkey.ts'
import { createResource } from '../../state/resource.ts'
import type { Token } from '../storage/token.ts'
import { freshCode, registeredOf, signAs } from './bound-token.ts'
import { checkDevices, stateOf } from './device-status.ts'
import { words } from './language.ts'
import type { Models } from './models.ts'

/** What the server wants proved, and what a registered device signs for it. */
type Asked = { methods: readonly Method[]; challenge: string | null }

export type OnlineStep =
  /** `note`: why one is here again, where that needs a word. */
  | { kind: 'password'; note: 'expired' | 'again' | null }
  | { kind: 'ticket' }
  /** The app answers by itself. */
  | ({ kind: 'answering' } & Asked)
  /** None of the registered tokens goes by the server's name: which one is it? */
  | ({ kind: 'choose'; tokens: Token[] } & Asked)
  | ({ kind: 'factor' } & Asked)
  | { kind: 'enrollment'; mayRegister: boolean }
  | { kind: 'signed-in'; session: Session }

/** More nobody looks through; typing the code is always there. */
const mostOffered = 8

/** A refusal that is an answer here: there is no such thing. */
const refused = (error: unknown, code: FaultCode): null => {
  if (asProblem(error).code === code) return null
  throw error
}

/** What this device knows of itself. */
type Known = Pick<Models, 'vault' | 'preferences'>

/** Signing in to the server that this app came from. A registered token answers by itself; nobody types. */
export const OnlineModel = createModel(({ vault, preferences }: Known) => {
  const step = signal<OnlineStep>({ kind: 'password', note: null })
  const change = new ChangeModel(words('register').faults)
  let username = ''
  /** Those that may still be answered with. */
  const tokens = (): Token[] => {
    const { retired } = preferences.values.peek()
    return vault.tokens.peek().filter(({ id }) => !retired.includes(id))
  }

  const enter = async (found: LoginAnswer): Promise<void> => {
    const { status, methods, ticketRequired, challenge = null, issuer = null } = found
    if (status === 'authenticated') {
      step.value = { kind: 'signed-in', session: await answer(api.session.$get()) }
    } else if (ticketRequired) step.value = { kind: 'ticket' }
    else if (status === 'enrollment_required')
      step.value = { kind: 'enrollment', mayRegister: methods.includes('device') }
    else await answerFor({ methods, challenge }, issuer)
  }

  const answerFor = async (asked: Asked, issuer: string | null): Promise<void> => {
    const mine = asked.challenge === null ? null : deviceFor(tokens(), issuer, username)
    if (!mine) return turnTo(asked)
    step.value = { kind: 'answering', ...asked }
    try {
      await enter(await answerAs(mine, asked))
    } catch (error) {
      // It is retired, or another person's: the other ways are left.
      turnTo(asked, mine)
      void checkDevices({ vault, preferences }, 'now')
      throw error
    }
  }

  /** To what a person chooses, or types. */
  const turnTo = (asked: Asked, except?: Token): void => {
    const mine = offered(tokens(), username).filter((token) => token !== except)
    const byCode = asked.methods.includes('totp') || asked.methods.includes('device')
    step.value =
      byCode && mine.length > 0
        ? { kind: 'choose', tokens: mine, ...asked }
        : { kind: 'factor', ...asked }
  }

  const answerAs = async (token: Token, asked: Asked): Promise<LoginAnswer> => {
    try {
      return await answerOnce(token, asked)
    } catch (error) {
      // Typed elsewhere within its time, a code is used up; the next one counts already.
      if (asProblem(error).code !== 'invalid_code' || !(await mayCount(token))) throw error
      return answerOnce(token, asked)
    }
  }

  const mayCount = async ({ id, registered }: Token): Promise<boolean> =>
    !registered || (await stateOf(vault, id)) === 'registered'

  const answerOnce = async (token: Token, { methods, challenge }: Asked): Promise<LoginAnswer> => {
    const { id } = token
    const code = await freshCode(token)
    if (token.registered && challenge !== null) {
      const signature = await signAs(vault, id, 'latchkey/device-login', challenge, id, code)
      return answer(api.login.device.$post({ json: { id, code, signature } }))
    }
    const method = methods.includes('totp') ? 'totp' : 'device'
    return answer(api.login.factor.$post({ json: { method, code } }))
  }

  const attempt = async (name: string, send: () => Promise<LoginAnswer>): Promise<void> => {
    await change.run(name, async () => enter(await patiently(send)))
    const code = change.fault.peek()?.code
    if (code !== 'expired' && code !== 'unauthenticated') return
    change.forget()
    step.value = { kind: 'password', note: 'expired' }
  }

  return {
    step,
    change,
    /** Where to begin: somebody may be signed in already, or half. */
    opening: createResource(async () => {
      const session = await answer(api.session.$get()).catch((error: unknown) =>
        refused(error, 'unauthenticated'),
      )
      if (session) {
        step.value = { kind: 'signed-in', session }
        return
      }
      const pending = await answer(api.login.$get()).catch((error: unknown) =>
        refused(error, 'expired'),
      )
      if (pending) await enter(pending).catch(() => undefined)
      else step.value = { kind: 'password', note: null }
    }),
    submitPassword: (typed: { username: string; password: string }): Promise<void> => {
      username = typed.username
      return attempt('password', () => answer(api.login.$post({ json: typed })))
    },
    submitTicket: (ticket: string): Promise<void> =>
      attempt('ticket', () => answer(api.login.ticket.$post({ json: { ticket } }))),
    submitCode: (method: CodeMethod, code: string): Promise<void> =>
      attempt('code', () => answer(api.login.factor.$post({ json: { method, code } }))),
    submitPasskey: (): Promise<void> =>
      attempt('passkey', async () => {
        const response = await askPasskey(() =>
          answer(api.login.passkey.options.$post({ json: {} })),
        )
        return answer(api.login.passkey.$post({ json: { response } }))
      }),
    /** The code of this token, without typing it. */
    submitToken: (token: Token, asked: Asked): Promise<void> =>
      attempt(token.id, () => answerAs(token, asked)),
    typeInstead: ({ methods, challenge }: Asked): void => {
      change.forget()
      step.value = { kind: 'factor', methods, challenge }
    },
    /** What follows is for who has just signed in: once more, please. */
    askAgain: (): void => {
      change.forget()
      step.value = { kind: 'password', note: 'again' }
    },
    signOut: async (): Promise<void> => {
      if (!(await change.run('sign-out', () => done(api.logout.$post())))) return
      step.value = { kind: 'password', note: null }
    },
  }
})

export type OnlineModel = InstanceType<typeof OnlineModel>

const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase()

/**
 * The registered token of this server: by the issuer that it goes by now, and the person's name where
 * several people share this device.
 */
const deviceFor = (
  tokens: readonly Token[],
  issuer: string | null,
  username: string,
): Token | null => {
  const ours = registeredOf(tokens).filter(
    ({ registered }) => issuer === null || registered?.issuer === issuer,
  )
  const named = ours.filter(({ account }) => plain(account) === plain(username))
  return named.at(-1) ?? (ours.length === 1 && username === '' ? (ours[0] ?? null) : null)
}

/** Registered ones first, then those of this person's name. */
const offered = (tokens: readonly Token[], username: string): Token[] => {
  const rank = ({ registered, account }: Token): number =>
    (registered ? 0 : 2) + (plain(account) === plain(username) ? 0 : 1)
  return tokens
    .filter(({ type }) => type === 'totp')
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, mostOffered)
}
