import type { UserAction, UserDetails } from '../../../../schema/api/user.ts'
import type { PersonView, UserModel } from '../../state/user.ts'

/** What every part of a person's page is given. */
export type PartProps = { model: UserModel; view: PersonView }

/** What a dialog over it is given. */
export type ClosingProps = PartProps & { onClose: () => void }

/** What to call the person. */
export const nameOf = ({ user }: PersonView): string => user.displayName || user.username

/** Whether whoever looks at the page may do that here. */
export const may = ({ may: actions }: UserDetails, action: UserAction): boolean =>
  actions.includes(action)
