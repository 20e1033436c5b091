import type { ApiDocument } from './document.ts'
import { Words } from './words.tsx'

/** Ways in for an application, by what it can do itself: only those that are there. */
const ways = [
  {
    path: '/.well-known/openid-configuration',
    href: '/.well-known/openid-configuration',
    name: 'OpenID Connect',
    words:
      'The application knows how to sign people in elsewhere. All that its library asks for stands here.',
  },
  {
    path: '/api/oidc/jwks',
    href: '/api/oidc/jwks',
    name: 'Public keys',
    words: 'What ID tokens and access tokens are verified by, without asking.',
  },
  {
    path: '/api/forward-auth',
    href: '#forwardAuth',
    name: 'Forward authentication',
    words: 'nginx, Caddy or Traefik asks before it lets a request through to an application.',
  },
  {
    path: '/api/validate',
    href: '#validate',
    name: 'Validation',
    words:
      'The application has a form of its own, and asks with an API key whether that is this person.',
  },
  {
    path: '/api/openapi.json',
    href: '/api/openapi.json',
    name: 'This document',
    words: 'OpenAPI 3.1, for programs that make clients and tests of it.',
  },
]

export const Introduction = ({ document }: { document: ApiDocument }) => (
  <>
    <p>
      <Words text={document.info.description} />
    </p>
    <ul class="api-ways">
      {ways
        .filter(({ path }) => path in document.paths)
        .map(({ href, name, words }) => (
          <li key={name}>
            <a href={href} {...(href.startsWith('#') ? {} : { target: '_blank' })}>
              {name}
            </a>
            <p class="small muted">{words}</p>
          </li>
        ))}
    </ul>
  </>
)
