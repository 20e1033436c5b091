import type { Role } from '../../../schema/policy.ts'

export const roleNames: Record<Role, string> = {
  user: 'User',
  admin: 'Admin',
  super_admin: 'Super admin',
}

export const roleHints: Record<Role, string> = {
  user: 'Signs in, and manages their own factors.',
  admin: 'Also manages people of the role User, as the settings allow.',
  super_admin: 'Can do everything, and change every setting.',
}
