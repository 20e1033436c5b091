import { createModel, signal } from '@preact/signals'
import { answer, api, asProblem } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { faultOf, type Fault } from '../../state/fault.ts'

export type Enrollment =
  | { kind: 'starting' }
  | { kind: 'failed'; fault: Fault }
  | { kind: 'scanning'; id: string; secret: string; picture: string }
  | { kind: 'confirmed' }
  | { kind: 'codes'; codes: string[] }

/** Runs a request, after a fresh proof where one is asked for; null where the person gave none. */
export type Guard = <Value>(attempt: () => Promise<Value>) => Promise<{ value: Value } | null>

/** The encoder comes only now: nobody needs it to sign in. */
const pictureOf = async (uri: string): Promise<string> => {
  const { encodeQR } = await import('qr')
  // Four modules of quiet zone (ISO/IEC 18004, 6.3.8): the page around may be dark.
  const svg = encodeQR(uri, 'svg', { ecc: 'medium', border: 4 })
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Enrolling an authenticator app: show the key, check one code from it, then the recovery codes. */
export const EnrollmentModel = createModel((guard: Guard) => {
  const step = signal<Enrollment>({ kind: 'starting' })
  const change = new ChangeModel({
    not_found: 'That key has expired. Scan the new one.',
    invalid_code:
      'This code is wrong. Check that your device has the right time, and try the next one.',
  })

  const start = async (): Promise<boolean> => {
    step.value = { kind: 'starting' }
    try {
      const started = await guard(() => answer(api.factors.totp.$post({ json: {} })))
      if (!started) return false
      const { id, secret, uri } = started.value
      step.value = { kind: 'scanning', id, secret, picture: await pictureOf(uri) }
    } catch (error) {
      step.value = { kind: 'failed', fault: faultOf(asProblem(error)) }
    }
    return true
  }
  return {
    step,
    change,
    /** @returns false where the person did not prove who they are */
    start,
    /** Checks one code. @returns whether it was right */
    async confirm(code: string, trust: boolean): Promise<boolean> {
      const { value } = step
      if (value.kind !== 'scanning') return false
      const confirmed = await change.run('confirm', () =>
        answer(
          api.factors.totp[':id'].confirm.$post({ param: { id: value.id }, json: { code, trust } }),
        ),
      )
      if (confirmed) step.value = { kind: 'confirmed' }
      // The key waited too long for its first code: here is another.
      if (change.fault.value?.code === 'not_found') await start()
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
export type EnrollmentState = InstanceType<typeof EnrollmentModel>

/** For a pending login, which has just proved itself: there is no dialog to open. */
export const unguarded: Guard = async (attempt) => ({ value: await attempt() })
