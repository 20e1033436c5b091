import { decodeBase64Url } from '../../crypto/keyring.ts'
import type { ClientData } from '../../domain/passkey.ts'

/** What a browser says that it was asked, and where; null where it says nothing that can be read. */
export const readClientData = (clientDataJSON: string): ClientData | null => {
  try {
    const bytes = decodeBase64Url(clientDataJSON) ?? new Uint8Array()
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof said === 'object' ? said : null
  } catch {
    return null
  }
}
