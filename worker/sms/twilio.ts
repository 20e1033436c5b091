import type { Message } from './gateway.ts'
import { gatewayMilliseconds } from './time-box.ts'

/** An account at Twilio, or at whoever speaks its API. */
export type Twilio = { baseUrl: string; account: string; token: string; sender: string }

/** Twilio's Messages resource, version 2010-04-01. */
export const sendByTwilio = (
  { baseUrl, account, token, sender }: Twilio,
  { to, text }: Message,
): Promise<Response> => {
  // A sender that begins so is a messaging service, which picks the number itself.
  const from = sender.startsWith('MG') ? 'MessagingServiceSid' : 'From'
  return fetch(`${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account}:${token}`)}` },
    body: new URLSearchParams({ To: to, [from]: sender, Body: text }),
    redirect: 'manual',
    signal: AbortSignal.timeout(gatewayMilliseconds),
  })
}
