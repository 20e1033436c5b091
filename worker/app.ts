import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { RouterRoute } from 'hono/types'
import { receive } from './http/body.ts'
import { OAuthError, oauthErrorResponse } from './http/oauth-error.ts'
import { type AppEnv, establishContext } from './http/context.ts'
import { forgetSitesAfter } from './flow/site-copy.ts'
import { gateway } from './gateway/gateway.ts'
import { secureHeaders } from './http/headers.ts'
import { requireOwnOrigin } from './http/origin.ts'
import { methodsAt } from './http/method.ts'
import { problemOfAssertion, ProblemError, problemResponse } from './http/problem.ts'
import { profile } from './routes/account.ts'
import { activity } from './routes/activity.ts'
import { adminApplication } from './routes/admin/application.ts'
import { applicationKey } from './routes/admin/application-key.ts'
import { applicationTest } from './routes/admin/application-test.ts'
import { audit } from './routes/admin/audit.ts'
import { signingKey } from './routes/admin/signing-key.ts'
import { dashboard } from './routes/admin/dashboard.ts'
import { group } from './routes/admin/group.ts'
import { policy } from './routes/admin/policy.ts'
import { setting } from './routes/admin/setting.ts'
import { clock, testCode } from './routes/admin/test-code.ts'
import { user, userForm } from './routes/admin/user.ts'
import { userExport } from './routes/admin/user-export.ts'
import { userImport } from './routes/admin/user-import.ts'
import { userHelp } from './routes/admin/user-help.ts'
import { userPolicy } from './routes/admin/user-policy.ts'
import { userList } from './routes/admin/user-list.ts'
import { outbox } from './routes/admin/outbox.ts'
import { application } from './routes/application.ts'
import { authorization } from './routes/authorization.ts'
import { forwardAuth } from './routes/forward-auth.ts'
import { oidc } from './routes/oidc.ts'
import { oidcAuthorize } from './routes/oidc-authorize.ts'
import { openapi } from './routes/openapi.ts'
import { validate } from './routes/validate.ts'
import { deviceStatus, registration } from './routes/device.ts'
import { factor } from './routes/factor.ts'
import { hardware } from './routes/hardware.ts'
import { hardwareToken } from './routes/admin/hardware-token.ts'
import { tokenImport } from './routes/admin/token-import.ts'
import { tokenSeries } from './routes/admin/token-series.ts'
import { login } from './routes/login.ts'
import { loginDevice } from './routes/login-device.ts'
import { loginPasskey } from './routes/login-passkey.ts'
import { pages } from './routes/pages.ts'
import { passkey } from './routes/passkey.ts'
import { password } from './routes/password.ts'
import { authenticator, provisioning } from './routes/provisioning.ts'
import { recovery } from './routes/recovery.ts'
import { logout, session, sessions } from './routes/session.ts'
import { setup } from './routes/setup.ts'
import { stepUp } from './routes/step-up.ts'
import { totp } from './routes/totp.ts'
import { trustedBrowser } from './routes/trusted-browser.ts'
import { wellKnown } from './routes/well-known.ts'
import { AssertionFailed } from './store/trip.ts'

/** What people's browsers call: from our own pages only, in JSON. */
const people = new Hono<AppEnv>()
  .use(requireOwnOrigin())
  .use('/admin/*', forgetSitesAfter())
  .use('/sessions/*', forgetSitesAfter())
  .use('/password/*', forgetSitesAfter())
  .use('/factors/*', forgetSitesAfter())
  .use('/activity/*', forgetSitesAfter())
  // The one body that is no JSON.
  .route('/admin/token-series', tokenImport)
  .use(receive())
  .route('/setup', setup)
  .route('/login', login)
  .route('/login/passkey', loginPasskey)
  .route('/login/device', loginDevice)
  .route('/logout', logout)
  .route('/session', session)
  .route('/session/step-up', stepUp)
  .route('/sessions', sessions)
  .route('/factors/totp', totp)
  .route('/factors/passkey', passkey)
  .route('/factors/hardware', hardware)
  .route('/factors/recovery', recovery)
  .route('/factors', factor)
  .route('/trusted-browsers', trustedBrowser)
  .route('/profile', profile)
  .route('/password', password)
  .route('/activity', activity)
  .route('/provisioning', provisioning)
  .route('/authenticator', authenticator)
  .route('/authenticator/register', registration)
  .route('/authenticator/status', deviceStatus)
  .route('/admin/users', userList)
  .route('/admin/users', user)
  .route('/admin/users', userPolicy)
  .route('/admin/users', userHelp)
  .route('/admin/user-form', userForm)
  .route('/admin/user-import', userImport)
  .route('/admin/user-export', userExport)
  .route('/admin/groups', group)
  .route('/admin/token-series', tokenSeries)
  .route('/admin/hardware-tokens', hardwareToken)
  .route('/admin/settings', setting)
  .route('/admin/policy', policy)
  .route('/admin/dashboard', dashboard)
  .route('/admin/audit', audit)
  .route('/admin/test-code', testCode)
  .route('/admin/clock', clock)
  .route('/admin/outbox', outbox)
  .route('/admin/applications', adminApplication)
  .route('/admin/applications', applicationKey)
  .route('/admin/applications', applicationTest)
  .route('/admin/signing-keys', signingKey)
  .route('/applications', application)
  .route('/authorization', authorization)

/** Asked for once everything below is put together. */
const allRoutes = (): RouterRoute[] => app.routes

/** What programs call, and other sites send browsers to: no page of ours asks, and no cookie speaks. */
const programs = new Hono<AppEnv>()
  .route('/oidc', oidc)
  .route('/oidc', oidcAuthorize)
  .route('/forward-auth', forwardAuth)
  .route('/validate', validate)
  .route('/openapi.json', openapi(allRoutes))

/** The whole door: middleware, then one route per flow. */
export const app = new Hono<AppEnv>()
  .use(gateway())
  .use(secureHeaders())
  .use(establishContext())
  .route('/api', programs)
  .route('/api', people)
  .route('/.well-known', wellKnown)
  .route('/', pages)

app.notFound((c) => {
  const allowed = methodsAt(app.routes, new URL(c.req.url).pathname)
  if (allowed.length === 0) return problemResponse('not_found')
  const response = problemResponse('method_not_allowed')
  response.headers.set('allow', allowed.join(', '))
  return response
})
app.onError((error) => {
  if (error instanceof ProblemError) return problemResponse(error.code, error.details)
  if (error instanceof OAuthError) return oauthErrorResponse(error)
  if (error instanceof AssertionFailed) return problemResponse(...problemOfAssertion(error))
  // Hono's own: an empty body where a route wants one.
  if (error instanceof HTTPException && error.status === 400)
    return problemResponse('malformed_request', { detail: 'The body must be a JSON object.' })
  console.error(error)
  return problemResponse('internal_error')
})

/** What `hc` in pwa/api.ts sees: every route with its request and its successful answers. */
export type Api = typeof app
