import type { NewUser, NewUserForm } from '../../../schema/api/user.ts'
import type { Role } from '../../../schema/policy.ts'

/** The form as it stands. A flag that nobody touched follows the role; null means untouched. */
export type Draft = {
  username: string
  displayName: string
  email: string
  phone: string
  role: Role
  password: string
  mfaRequired: boolean | null
  mayTrust: boolean | null
}

export const emptyDraft: Draft = {
  username: '',
  displayName: '',
  email: '',
  phone: '',
  role: 'user',
  password: '',
  mfaRequired: null,
  mayTrust: null,
}

/** What the flags are: the role may force a second factor, else the touch counts, else the default. */
export const flagsOf = ({ role, mfaRequired, mayTrust }: Draft, form: NewUserForm) => {
  const policy = form[role]
  return {
    forced: policy.mfaRequired,
    mfaRequired: policy.mfaRequired || (mfaRequired ?? policy.mfaDefault),
    mayTrust: mayTrust ?? policy.mayTrust,
  }
}

/** The draft as the wire wants it. */
export const newUserOf = (draft: Draft, form: NewUserForm): NewUser => {
  const { mfaRequired, mayTrust } = flagsOf(draft, form)
  return { ...draft, mfaRequired, mayTrust }
}
