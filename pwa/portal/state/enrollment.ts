import { createModel, signal } from '@preact/signals'
import type { Method } from '../../../schema/api/factor.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { easiestFirst } from '../../state/easiest.ts'
import { stopAsking } from '../../state/passkey.ts'
import { createResource, type Loadable, type Resource } from '../../state/resource.ts'
import type { WayForm } from '../enroll/way.ts'
import { listedOf, wayOf } from '../enroll/ways.ts'

type EnrollmentStep =
  | { kind: 'choosing'; methods: Method[] }
  | { kind: 'proving'; method: Method; form: Resource<WayForm | null> }
  | { kind: 'confirmed' }
  | { kind: 'codes'; codes: string[] }

/** Runs a request, after a fresh proof where one is asked for; null where the person gave none. */
type Guard = <Value>(attempt: () => Promise<Value>) => Promise<{ value: Value } | null>

/** Enrolling a factor: its form, the proof that it works, then the recovery codes. */
export const EnrollmentModel = createModel((guard: Guard) => {
  const step = signal<EnrollmentStep>({ kind: 'choosing', methods: [] })
  const change = new ChangeModel({
    passkey_dismissed: 'No passkey was made. Try again when you are ready.',
    not_found: 'That key has expired. Scan the new one.',
    invalid_code:
      'This code is wrong. Check that your device has the right time, and try the next one.',
  })

  /**
   * A new factor each time: what a former start showed is dead.
   *
   * @returns the form; null in its place where the person did not prove who they are
   */
  const start = async (method: Method): Promise<Loadable<WayForm | null>> => {
    const form = createResource(async (): Promise<WayForm | null> => {
      const way = await wayOf(method)
      return (await guard(way.start))?.value ?? null
    })
    step.value = { kind: 'proving', method, form }
    await form.load()
    return form.state.value
  }
  return {
    step,
    change,
    start,
    /** Lets the person choose, where there is a choice. */
    offer(methods: readonly Method[]): Promise<Loadable<WayForm | null>> | null {
      void stopAsking()
      change.abandon()
      const listed = listedOf(methods)
      const [only, ...others] = listed
      if (only && others.length === 0) return start(only)
      step.value = { kind: 'choosing', methods: easiestFirst(listed) }
      return null
    },
    /** Sends what proves the new factor. @returns whether it was right */
    async confirm(proof: () => Promise<unknown>): Promise<boolean> {
      const { value } = step
      if (value.kind !== 'proving') return false
      let confirmed = false
      await change.run('confirm', async () => {
        confirmed = (await guard(proof)) !== null
      })
      if (confirmed) step.value = { kind: 'confirmed' }
      // What was to be proved waited too long: here is another.
      if (change.fault.value?.code === 'not_found') await start(value.method)
      return confirmed
    },
    /** A new set of recovery codes; the former is dead. */
    async drawCodes(): Promise<void> {
      await change.run('codes', async () => {
        const drawn = await guard(() => answer(api.factors.recovery.$post()))
        if (drawn) step.value = { kind: 'codes', codes: drawn.value.codes }
      })
    },
  }
})
export type EnrollmentModel = InstanceType<typeof EnrollmentModel>

/** For a pending login, which has just proved itself: there is no dialog to open. */
export const unguarded: Guard = async (attempt) => ({ value: await attempt() })
