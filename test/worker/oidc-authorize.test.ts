import { describe, expect, it } from 'vitest'
import { addPerson, beginSession, house, visitor } from '../support/people.ts'
import { addClient, answerIn, authorize, callback } from '../support/oidc-client.ts'

const { worker, root } = house()

describe('a client that sends somebody', () => {
  it('who is signed in gets a code at once', async () => {
    const client = await addClient(root)
    const browser = visitor(worker)
    await beginSession(browser, await addPerson(root))
    const location = await authorize(browser, client)
    expect(location.origin + location.pathname).toBe(callback)
    expect(answerIn(location)).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/), state: 'state-1' })
    expect(location.searchParams.get('iss')).toBe('http://localhost:8787')
  })
})
