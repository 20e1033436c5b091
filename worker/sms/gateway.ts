import type { AppContext } from '../http/context.ts'
import { sendToOutbox } from './outbox.ts'
import { sendByTwilio, type Twilio } from './twilio.ts'
import { sendByWebhook, type Webhook } from './webhook.ts'

/** Who carries messages to phones, as the operator chose. `outbox`: nobody; they are kept to be looked at. */
export type Gateway =
  | { kind: 'none' }
  | { kind: 'outbox' }
  | ({ kind: 'twilio' } & Twilio)
  | ({ kind: 'webhook' } & Webhook)

/** A message on its way; `to` is digits, with a plus before them where the number is international. */
export type Message = { to: string; text: string }

/**
 * Hands a message to the gateway. What goes wrong there goes to the platform's log, without the text and
 * without the number.
 *
 * @returns whether the gateway took it
 */
export const sendMessage = async (c: AppContext, message: Message): Promise<boolean> => {
  const fault = await deliver(c, message).catch(nameOf)
  if (fault !== null) console.error(`The SMS gateway failed: ${fault}`)
  return fault === null
}

/** What went wrong, or null. */
const deliver = async (c: AppContext, message: Message): Promise<string | null> => {
  const { gateway } = c.var.config
  switch (gateway.kind) {
    case 'none':
      return 'there is none'
    case 'outbox':
      await sendToOutbox(c.env.DB, message, c.var.now)
      return null
    case 'twilio':
      return faultIn(await sendByTwilio(gateway, message))
    case 'webhook':
      return faultIn(await sendByWebhook(gateway, message, c.var.now))
  }
}

const faultIn = async (answer: Response): Promise<string | null> => {
  await answer.body?.cancel()
  return answer.ok ? null : `it answered ${answer.status}`
}

/** A fault's own words may repeat what was sent. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/** A phone's number as gateways take it. */
export const dialed = (phone: string): string => phone.replace(/[^\d+]/g, '')
