import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { exchangeCode } from '../flow/code-exchange.ts'
import { required } from '../flow/exchange.ts'
import { publishedKeys } from '../flow/published-key.ts'
import { push } from '../flow/pushed-request.ts'
import { refresh } from '../flow/refresh.ts'
import { revoke } from '../flow/revocation.ts'
import { userinfo } from '../flow/userinfo.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import { type Parameters, receiveUrlencoded } from '../http/urlencoded.ts'

/** For scripts of any site: no cookie speaks here, and who shows a secret may as well do it from a page. */
const anywhere = () =>
  cors({
    origin: '*',
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type'],
    exposeHeaders: ['www-authenticate'],
    maxAge: 600,
  })

/** What OpenID Connect clients call by themselves: keys, tokens, who it is. */
export const oidc = new Hono<AppEnv>()
  .use('/jwks', anywhere())
  .get('/jwks', async (c) => c.json(await publishedKeys(c, 'oidc')))
  .use('/token', anywhere())
  .post('/token', receiveUrlencoded(), async (c) => c.json(await tokens(c, c.var.parameters)))
  .use('/userinfo', anywhere())
  .get('/userinfo', async (c) => c.json(await userinfo(c)))
  .post('/userinfo', async (c) => c.json(await userinfo(c)))
  .use('/par', anywhere())
  .post('/par', receiveUrlencoded(), async (c) => c.json(await push(c, c.var.parameters), 201))
  .use('/revoke', anywhere())
  .post('/revoke', receiveUrlencoded(), async (c) => {
    await revoke(c, c.var.parameters)
    return c.body(null, 200)
  })

const tokens = (c: AppContext, parameters: Parameters) => {
  switch (required(parameters, 'grant_type')) {
    case 'authorization_code':
      return exchangeCode(c, parameters)
    case 'refresh_token':
      return refresh(c, parameters)
    default:
      throw new OAuthError('unsupported_grant_type', 'A code or a refresh token is needed.')
  }
}
