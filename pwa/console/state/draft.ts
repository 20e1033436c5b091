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
  mustChangePassword: boolean
  mfaRequired: boolean | null
  /** A super admin has said that this person goes without, whatever the settings require. */
  against: boolean
  mayTrust: boolean | null
  groups: readonly string[]
}

export const emptyDraft: Draft = {
  username: '',
  displayName: '',
  email: '',
  phone: '',
  role: 'user',
  password: '',
  mustChangePassword: true,
  mfaRequired: null,
  against: false,
  mayTrust: null,
  groups: [],
}

/** What the flags are: the role may force a second factor, else the touch counts, else the default. */
export const flagsOf = (draft: Draft, form: NewUserForm) => {
  const policy = form[draft.role]
  const forced = policy.mfaRequired && !draft.against
  return {
    forced,
    mfaRequired: forced || (draft.mfaRequired ?? policy.mfaDefault),
    mayTrust: draft.mayTrust ?? policy.mayTrust,
  }
}

/** The draft as the wire wants it. */
export const newUserOf = (draft: Draft, form: NewUserForm): NewUser => {
  const { mfaRequired, mayTrust } = flagsOf(draft, form)
  const { against: _, groups, ...typed } = draft
  return { ...typed, mfaRequired, mayTrust, ...(groups.length > 0 && { groups: [...groups] }) }
}
