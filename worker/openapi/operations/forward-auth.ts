import * as v from 'valibot'
import { JwkSet } from '../../../schema/api/oidc.ts'
import type { Area } from '../operation.ts'

const said = (description: string) => v.pipe(v.string(), v.description(description))

/** What domain/forwarded.ts reads. */
const Forwarded = v.object({
  'X-Forwarded-Proto': said('`https`, as the browser sees it.'),
  'X-Forwarded-Host': said('The host that the browser asked.'),
  'X-Forwarded-Uri': said('Path and query, byte for byte.'),
  'X-Forwarded-Method': said('The method of the request that waits.'),
})
const Choice = v.object({
  unauthenticated: v.optional(
    v.pipe(
      v.literal('401'),
      v.description('For proxies that know no redirect: then whoever must sign in is told 401.'),
    ),
  ),
})

export const forwardAuth: Area = {
  tag: 'Forward authentication',
  about: 'For reverse proxies: nginx, Traefik and Caddy ask before they let a request through.',
  from: 'programs',
  operations: {
    'GET /api/forward-auth': {
      id: 'forwardAuth',
      summary: 'Tell whether a request to a site may pass, and who it is from',
      detail:
        'The proxy passes the cookies of the site on, and removes these headers from what comes in.',
      who: 'anyone',
      reads: [
        { part: 'header', schema: Forwarded },
        { part: 'query', schema: Choice },
      ],
      status: 204,
      answer: 'It may pass. Where the site is open to everybody, without these headers.',
      headers: {
        'Remote-User': 'Username; like all of these in ASCII, the rest percent-encoded.',
        'Remote-Groups': 'Names, between commas.',
        'Remote-Email': 'Where one is known.',
        'Remote-Name': 'Where one is known.',
        'Remote-Amr': 'RFC 8176, between commas.',
        'Latchkey-Assertion': 'All of it, signed: a JWT for this site.',
      },
      elsewhere: 'To the portal and back to the very address.',
      problems: ['unauthenticated', 'forbidden', 'not_found'],
    },
    'GET /api/forward-auth/jwks': {
      id: 'readAssertionKeys',
      summary: 'Read the keys that assertions to sites are verified by',
      who: 'anyone',
      answer: 'The keys in use, and those that may still be met.',
      schema: JwkSet,
    },
  },
}
