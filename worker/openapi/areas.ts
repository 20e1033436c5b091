import type { Area } from './operation.ts'
import { account } from './operations/account.ts'
import { adminApplication } from './operations/application.ts'
import { audit } from './operations/audit.ts'
import { authenticator } from './operations/authenticator.ts'
import { authorization } from './operations/authorization.ts'
import { discovery } from './operations/discovery.ts'
import { factor } from './operations/factor.ts'
import { forwardAuth } from './operations/forward-auth.ts'
import { group } from './operations/group.ts'
import { hardwareToken } from './operations/hardware-token.ts'
import { oidc } from './operations/oidc.ts'
import { signIn } from './operations/sign-in.ts'
import { signingKey } from './operations/signing-key.ts'
import { user } from './operations/user.ts'
import { validate } from './operations/validate.ts'

/** All of the API, in the order in which it is shown. */
export const areas: readonly Area[] = [
  oidc,
  forwardAuth,
  validate,
  discovery,
  signIn,
  account,
  factor,
  authorization,
  authenticator,
  user,
  group,
  hardwareToken,
  adminApplication,
  signingKey,
  audit,
]
