import { toHex } from '../crypto/hex.ts'
import type { Message } from './gateway.ts'
import { gatewayMilliseconds } from './time-box.ts'

/** An address of the operator's own, and the key that tells it that a message is ours. */
export type Webhook = { url: string; key: string }

/**
 * `{id, at, to, text}` as JSON. The header `latchkey-signature` is `t=<at>,v1=<hex>`: HMAC-SHA-256 over
 * `<at>.<body>`, so that neither the message nor its time can be made up.
 */
export const sendByWebhook = async (
  { url, key }: Webhook,
  { to, text }: Message,
  at: number,
): Promise<Response> => {
  const body = JSON.stringify({ id: crypto.randomUUID(), at, to, text })
  const signature = await sign(key, `${at}.${body}`)
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'latchkey-signature': `t=${at},v1=${signature}`,
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(gatewayMilliseconds),
  })
}

const sign = async (key: string, text: string): Promise<string> => {
  const bytes = (of: string) => new TextEncoder().encode(of)
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const mac = await crypto.subtle.importKey('raw', bytes(key), algorithm, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', mac, bytes(text)))
}
