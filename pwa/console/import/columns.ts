import type { ImportRow } from '../../../schema/api/import.ts'

/** What a column can bring. */
export type ImportField = Exclude<keyof ImportRow, 'line'>

type Column = {
  /** As the template and the pages call it. */
  heading: string
  /** How others call it, in lower case with single spaces. */
  also: readonly string[]
  meaning: string
}

/** The columns that a file may have, in the template's order. */
export const columns: Record<ImportField, Column> = {
  username: {
    heading: 'username',
    also: ['user name', 'user', 'login'],
    meaning: 'What they sign in with. The only column that must be there.',
  },
  displayName: {
    heading: 'display name',
    also: ['displayname', 'name', 'full name'],
    meaning: 'What they are called. Without: their username.',
  },
  email: {
    heading: 'email',
    also: ['e mail', 'mail', 'email address', 'e mail address'],
    meaning: 'Optional.',
  },
  phone: { heading: 'phone', also: ['phone number', 'telephone', 'mobile'], meaning: 'Optional.' },
  role: { heading: 'role', also: [], meaning: 'user, admin or super_admin. Without: user.' },
  password: {
    heading: 'password',
    also: ['first password'],
    meaning:
      'For the first sign-in only. Without: they sign in once you make them a new-password code.',
  },
  mfaRequired: {
    heading: 'second factor required',
    also: ['mfa required', 'mfarequired', '2fa required'],
    meaning: 'yes or no. Without: as the settings say for their role.',
  },
  mayTrust: {
    heading: 'may trust',
    also: ['may trust browsers', 'maytrust'],
    meaning: 'yes or no. Without: as the settings say for their role.',
  },
  groups: {
    heading: 'groups',
    also: ['group'],
    meaning: 'Names of groups that are there, separated by semicolons.',
  },
}

const plain = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')

const byHeading = new Map(
  (Object.keys(columns) as ImportField[]).flatMap((field) =>
    [columns[field].heading, ...columns[field].also].map((name) => [name, field] as const),
  ),
)

/** The field that a column brings, by its heading; null where none is called that. */
export const fieldOf = (heading: string): ImportField | null =>
  byHeading.get(plain(heading)) ?? null

/** A heading as people know it. */
export const headingOf = (field: string): string =>
  field in columns ? columns[field as ImportField].heading : field
