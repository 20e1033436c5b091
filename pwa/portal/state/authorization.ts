import { createModel } from '@preact/signals'
import type { AuthorizationAnswer } from '../../../schema/api/authorization.ts'
import { answer, api, done } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'
import { passwordPage } from '../../state/signed-in.ts'
import { StepUpModel } from '../../state/step-up.ts'

const here = (): string => location.pathname + location.search

/** What somebody says to a question that was put to them. */
type Reply = { consent: 'given' | 'refused'; person: string }

const ask = (reply?: Reply): Promise<AuthorizationAnswer> =>
  answer(api.authorization.$post({ json: { query: location.search.slice(1), ...reply } }))

/** Where factors are added, with the way back here. */
export const accountPage = (): string =>
  `/account?${new URLSearchParams({ next: here() }).toString()}#second-factors`

/** Out of here: to the application that was let in, or told that it is not. */
export const leaveTo = (address: string): void => location.assign(address)

/** What stands between me and an application, and how I get past it. */
export const AuthorizationModel = createModel(() => {
  const stepUp = new StepUpModel()
  const change = new ChangeModel()
  /** What another page asks is asked there, and this one comes after it. */
  const follow = (said: AuthorizationAnswer): AuthorizationAnswer => {
    if (said.status === 'redirect') leaveTo(said.location)
    if (said.status === 'sign-in')
      go(`/?${new URLSearchParams({ next: here() }).toString()}`, { replace: true })
    if (said.status === 'password-change') go(passwordPage(here()), { replace: true })
    if (said.status === 'step-up')
      void stepUp.want(said.methods).then((proved) => (proved ? state.load() : undefined))
    return said
  }
  const state = createResource(async () => follow(await ask()))
  return {
    state,
    stepUp,
    change,
    async reply(said: Reply): Promise<void> {
      await change.run(said.consent, async () => {
        const answered = await ask(said)
        if (answered.status === 'redirect') leaveTo(answered.location)
        else await state.load()
      })
    },
    /** As somebody else: signs out, and begins here again. */
    async startOver(): Promise<void> {
      if (await change.run('start-over', () => done(api.logout.$post()))) await state.load()
    },
  }
})
export type AuthorizationModel = InstanceType<typeof AuthorizationModel>
