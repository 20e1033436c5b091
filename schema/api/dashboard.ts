import type { Role } from '../policy.ts'

/** `GET /api/admin/dashboard`. Days are unix days (seconds / 86400), the oldest first, none left out. */
export type Dashboard = {
  days: {
    day: number
    signIns: number
    refusals: number
    /** Successful sign-ins by what finished them: 'totp', 'password', 'trusted-browser', ... */
    by: Record<string, number>
  }[]
  coverage: {
    /** When it was counted, unix seconds. */
    at: number
    people: number
    disabled: number
    /** Must use a second factor, by flag or group. */
    required: number
    enrolled: number
    /** Required, and not enrolled yet. */
    unprotected: number
    byRole: Record<Role, { people: number; enrolled: number }>
  }
  alerts: {
    /** People who are shut out of a factor or of their password right now; counted up to 100. */
    locked: { people: number; examples: { id: string; username: string }[] }
    /** Keys whose last code came from the edge of the window: the next one may be refused. */
    drifting: { people: number; examples: { id: string; username: string }[] }
    /** 'This was not me', of the last 7 days. */
    reported: { id: string; username: string; at: number }[]
    /** Whose passkey counted less than before: a copy of it may be about. When last, of the last 7 days. */
    cloned: { id: string; username: string; at: number }[]
    /** Administrators without a second factor. */
    unprotectedAdmins: { id: string; username: string }[]
  }
}
