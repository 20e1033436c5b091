/** Relying applications, as a super admin adds them. */
import type { Client } from './client.ts'
import { expectStatus } from './people.ts'

let sequence = 0

/** What an administrator sends for each kind; the least that is asked for. */
export const newApplication = (
  kind: 'oidc' | 'site' | 'api',
  { details, ...fields }: Record<string, unknown> = {},
): Record<string, unknown> => {
  sequence += 1
  const least = {
    oidc: { redirectUris: [`https://client${sequence}.example/callback`] },
    site: { origins: [`https://site${sequence}.example`] },
    api: {},
  }
  return {
    kind,
    name: `Application ${sequence}`,
    ...fields,
    details: { ...least[kind], ...(details as object | undefined) },
  }
}

/** Its path in the console. */
export const addApplication = async (
  root: Client,
  ...asked: Parameters<typeof newApplication>
): Promise<string> => {
  const { body } = expectStatus(
    await root.post('/api/admin/applications', newApplication(...asked)),
    201,
  )
  return `/api/admin/applications/${body.id}`
}

export const addKey = async (root: Client, path: string, fields: object = {}) =>
  expectStatus(await root.post(`${path}/keys`, fields), 201).body as { id: string; secret: string }
