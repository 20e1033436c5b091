import type { Area } from './operation.ts'
import { account } from './operations/account.ts'
import { adminApplication } from './operations/application.ts'
import { audit } from './operations/audit.ts'
import { authenticator } from './operations/authenticator.ts'
import { factor } from './operations/factor.ts'
import { group } from './operations/group.ts'
import { hardwareToken } from './operations/hardware-token.ts'
import { discovery } from './operations/discovery.ts'
import { signIn } from './operations/sign-in.ts'
import { user } from './operations/user.ts'

/** All of the API, in the order in which it is shown. */
export const areas: readonly Area[] = [
  discovery,
  signIn,
  account,
  factor,
  authenticator,
  user,
  group,
  hardwareToken,
  adminApplication,
  audit,
]
