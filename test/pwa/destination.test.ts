import { describe, expect, it } from 'vitest'
import { destination } from '../../pwa/portal/destination.ts'

const origin = 'https://login.example'
const from = (next: string | null) => destination(next, origin, '/account')

describe('where a sign-in leads', () => {
  it.each([
    ['/', '/'],
    ['/console/', '/console/'],
    ['/console/users/new?role=admin#form', '/console/users/new?role=admin#form'],
    ['/a/../console/', '/console/'],
    ['/%09//evil.example', '/%09//evil.example'],
    ['/?next=//evil.example', '/?next=//evil.example'],
    ['/@evil.example', '/@evil.example'],
  ])('follows a path of this origin: %j', (next, expected) => {
    expect(from(next)).toBe(expected)
  })

  it.each([
    ['nothing', null],
    ['an empty value', ''],
    ['a relative path', 'console/'],
    ['another host', 'https://evil.example/'],
    ['another host without a scheme', '//evil.example'],
    ['another host behind three slashes', '///evil.example'],
    ['a backslash for a slash', '/\\evil.example'],
    ['two backslashes', '\\\\evil.example'],
    ['a tab before the slashes', '\t//evil.example'],
    ['a tab between the slashes', '/\t/evil.example'],
    ['a line end between the slashes', '/\n/evil.example'],
    ['a carriage return between the slashes', '/\r/evil.example'],
    ['a null byte', '/\0/evil.example'],
    ['a leading space', ' //evil.example'],
    ['dots that leave two slashes', '/.//evil.example'],
    ['dots that climb to two slashes', '/x/..//evil.example'],
    ['a scheme without slashes', 'https:evil.example'],
    ['our own origin, spelled out', 'https://login.example/account'],
    ['userinfo', 'https://login.example@evil.example/'],
    ['userinfo without a scheme', '//login.example@evil.example/'],
    ['script', 'javascript:alert(1)'],
    ['script in capitals', 'JavaScript:alert(1)'],
    ['data', 'data:text/html,hello'],
  ])('falls back on %s', (_what, next) => {
    expect(from(next)).toBe('/account')
  })

  it('never leaves the origin when the browser follows what it returned', () => {
    for (const next of [
      '/%09//evil.example',
      '/%5cevil.example',
      '/%2f%2fevil.example',
      '/;//evil',
    ]) {
      expect(new URL(from(next), origin).origin).toBe(origin)
    }
  })
})
