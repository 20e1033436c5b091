import { createModel, signal } from '@preact/signals'
import type { DeviceRegistration, RegistrationOffer, SmsSent } from '../../../schema/api/device.ts'
import { answer, api, asProblem, type FaultCode, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { bytesOf, createDeviceKeys, seedKey } from '../crypto/device-key.ts'
import { boundKeyName, signingKeyName } from '../storage/bound-key.ts'
import { toHex } from '../../../schema/hex.ts'
import { noTraits, type StoredBound } from '../storage/token.ts'
import { freshCode, signAs } from './bound-token.ts'
import { checkDevices, registrationLock, settle, stateOf } from './device-status.ts'
import { words } from './language.ts'
import type { Models } from './models.ts'
import type { OnlineModel } from './online.ts'

export type RegisterStep =
  | { kind: 'offer' }
  | { kind: 'sms'; sent: SmsSent }
  /** `retired`: how many devices do not count any more by this. */
  | { kind: 'done'; retired: number }

export class NotStored extends Error {
  readonly reason: 'no-space' | 'failed'
  constructor(reason: 'no-space' | 'failed') {
    super(reason)
    this.name = 'NotStored'
    this.reason = reason
  }
}

/** Binding this installation to a person, once that person has signed in. */
export const RegisterModel = createModel((models: Models, online: OnlineModel) => {
  const step = signal<RegisterStep>({ kind: 'offer' })
  const stored = signal<'no-space' | 'failed' | null>(null)
  const change = new ChangeModel({
    ...words('register').faults,
    invalid_code: words('register').smsWrong,
  })

  const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
    stored.value = null
    await change.run(name, () =>
      work().catch((error: unknown) => {
        if (!(error instanceof NotStored)) throw error
        stored.value = error.reason
      }),
    )
    const code = change.fault.peek()?.code
    if (code !== 'step_up_required' && code !== 'unauthenticated' && code !== 'expired') return
    change.forget()
    step.value = { kind: 'offer' }
    online.askAgain()
  }

  return {
    step,
    change,
    stored,
    offer: createResource((): Promise<RegistrationOffer> =>
      answer(api.authenticator.register.$get()),
    ),
    sendSms: (): Promise<void> =>
      attempt('sms', async () => {
        const sent = await patiently(() => answer(api.authenticator.register.sms.$post()))
        step.value = { kind: 'sms', sent }
      }),
    /** @param smsCode what came to the phone, where that was asked for */
    register: (name: string, smsCode?: string): Promise<void> =>
      attempt('register', async () => {
        const retired = await navigator.locks.request(registrationLock, () =>
          registerDevice(models, name, smsCode),
        )
        step.value = { kind: 'done', retired }
        // What this device was registered as before says by itself that it is over.
        void checkDevices(models, 'now')
      }),
  }
})

export type RegisterModel = InstanceType<typeof RegisterModel>

/**
 * The token is stored before it counts: closed in between, this device holds one token too many, which the next
 * start removes, and the former device is what it was. It never counts without being stored.
 *
 * @returns how many devices it retired
 */
const registerDevice = async (
  models: Models,
  name: string,
  smsCode: string | undefined,
): Promise<number> => {
  const { vault, preferences } = models
  // What became of the last attempt, if that was not known.
  if (preferences.values.peek().registering !== null) await settle(models)
  const keys = await createDeviceKeys()
  const { signingKey, exchangeKey } = keys
  const request = { name, signingKey, exchangeKey, ...(smsCode ? { smsCode } : {}) }
  const given = await answer(api.authenticator.register.$post({ json: request }))
  const order = Math.max(0, ...vault.tokens.peek().map((token) => token.order)) + 1
  await preferences.set('registering', given.id)
  const saved = await vault.addRegistered(boundOf(given, order), {
    [boundKeyName(given.id)]: await seedKey(keys, given),
    [signingKeyName(given.id)]: keys.signing,
  })
  if (saved !== 'saved') throw new NotStored(saved)
  try {
    const retired = await confirm(models, given.id)
    await preferences.set('registering', null)
    return retired
  } catch (error) {
    if (!isOpen(error)) {
      await vault.erase([given.id])
      await preferences.set('registering', null)
    }
    throw error
  }
}

/** Without an answer it is not known whether it counts: it stays, and the next start asks. */
const isOpen = (error: unknown): boolean => withoutAnswer.includes(asProblem(error).code)
const withoutAnswer: readonly FaultCode[] = ['network', 'internal_error', 'unavailable']

const boundOf = (given: DeviceRegistration, order: number): StoredBound => {
  const { id, iv, sealed, issuer, account, algorithm, digits, period } = given
  const now = Date.now()
  return {
    ...noTraits,
    id,
    issuer,
    account,
    type: 'totp',
    algorithm,
    digits,
    period,
    counter: 0,
    order,
    createdAt: now,
    changedAt: now,
    trashedAt: null,
    registered: { factorId: id, issuer },
    secret: null,
    bound: { iv: toHex(bytesOf(iv)), sealed: toHex(bytesOf(sealed)) },
  }
}

/** The first code. Where its answer is lost the server is asked what became of it. */
const confirm = async ({ vault }: Models, id: string): Promise<number> => {
  const token = vault.tokens.peek().find((one) => one.id === id)
  if (!token) throw new NotStored('failed')
  const code = await freshCode(token)
  const signature = await signAs(vault, id, 'latchkey/device-confirm', id, code)
  const send = api.authenticator.register[':id'].confirm.$post({
    param: { id },
    json: { code, signature },
  })
  try {
    return (await answer(send)).retired
  } catch (error) {
    if (!isOpen(error)) throw error
    // What does not count yet may be on its way still.
    if ((await stateOf(vault, id)) === 'retired') throw error
    return 0
  }
}
