import type { AuthorizationRequest } from '../../domain/oidc-request.ts'
import type { AppContext } from '../../http/context.ts'
import type { OAuthErrorCode } from '../../http/oauth-error.ts'

export type Return = Pick<AuthorizationRequest, 'redirectUri' | 'state'>

/** Tells the client that there is no code, and why (RFC 6749, section 4.1.2.1). */
export const refusalTo =
  (c: AppContext, to: Return) =>
  (error: OAuthErrorCode, description: string): string =>
    returnTo(c, to, { error, error_description: description })

/** With `iss`, so that a client that knows several of us takes none for another (RFC 9207). */
export const returnTo = (
  c: AppContext,
  { redirectUri, state }: Return,
  answer: Record<string, string>,
): string => {
  const query = new URLSearchParams({
    ...answer,
    ...(state !== null && { state }),
    iss: c.var.config.origin,
  })
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.toString()}`
}
