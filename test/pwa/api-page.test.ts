import { describe, expect, it } from 'vitest'
import { curlOf } from '../../pwa/portal/developers/curl.ts'
import { groupsOf, type Operation, search } from '../../pwa/portal/developers/document.ts'
import { formsOf } from '../../pwa/portal/developers/field.ts'

const operation = (rest: Partial<Operation>): Operation => ({
  method: 'POST',
  path: '/api/things/{id}',
  operationId: 'changeThing',
  summary: 'Change a thing',
  tags: ['Things'],
  security: [],
  parameters: [],
  responses: {},
  ...rest,
})

describe('the line for a terminal', () => {
  it('keeps a quote of an example inside of its own', () => {
    const example = { name: `it's $HOME; rm -rf "/"` }
    const requestBody = { content: { 'application/json': { example } } }
    expect(curlOf(operation({ requestBody }), 'https://id.example')).toBe(
      [
        `curl -X POST 'https://id.example/api/things/ID'`,
        `-H 'Content-Type: application/json'`,
        String.raw`-d '{"name":"it'\''s $HOME; rm -rf \"/\""}'`,
      ].join(' \\\n  '),
    )
  })

  it('proves who calls, and sends what a form must have', () => {
    const schema = {
      oneOf: [
        {
          type: 'object',
          properties: { grant_type: { const: 'code' }, code: { type: 'string' }, scope: {} },
          required: ['grant_type', 'code'],
        },
      ],
    }
    const requestBody = { content: { 'application/x-www-form-urlencoded': { schema } } }
    const line = curlOf(operation({ security: [{ client: [] }, {}], requestBody }), '')
    expect(line.split(' \\\n  ').slice(1)).toEqual([
      `-u 'CLIENT_ID:CLIENT_SECRET'`,
      `--data-urlencode 'grant_type=code'`,
      `--data-urlencode 'code=CODE'`,
    ])
  })
})

describe('what may stand in a body', () => {
  it('says each member’s type, bounds and sentence, however it is wrapped', () => {
    const [form] = formsOf({
      type: 'object',
      properties: {
        days: { anyOf: [{ type: 'integer', minimum: 1, maximum: 9 }, { type: 'null' }] },
        names: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 64 } },
        client: {
          type: 'object',
          properties: { address: { type: 'string', description: 'Of it.' } },
        },
      },
      required: ['names'],
    })
    const [days, names, client] = form?.fields ?? []
    expect(days).toMatchObject({ type: 'integer or null', bounds: ['1 to 9'], required: false })
    expect(names).toMatchObject({
      type: 'list of string',
      bounds: ['at most 3 entries', 'each at most 64 characters'],
      required: true,
    })
    expect(client?.forms[0]?.fields[0]).toMatchObject({ name: 'address', sentence: 'Of it.' })
  })

  it('tells several forms apart', () => {
    const kind = (name: string) => ({ type: 'object', properties: { kind: { const: name } } })
    const forms = formsOf({ oneOf: [kind('site'), kind('api')] })
    expect(forms.map(({ name }) => name)).toEqual(['kind "site"', 'kind "api"'])
  })
})

it('finds by words of path, summary and tag, all of them', () => {
  const document = {
    info: { description: '' },
    tags: [
      { name: 'Things', description: '' },
      { name: 'People', description: '' },
    ],
    paths: {
      '/api/things': { get: operation({ operationId: 'listThings', summary: 'List them' }) },
      '/api/people': { get: operation({ operationId: 'listPeople', tags: ['People'] }) },
    },
    components: { parameters: {}, securitySchemes: {} },
  }
  const found = (typed: string) =>
    search(groupsOf(document), typed).flatMap(({ operations }) => operations.map((one) => one.path))
  expect(found('')).toEqual(['/api/things', '/api/people'])
  expect(found('get LIST things')).toEqual(['/api/things'])
  expect(found('things people')).toEqual([])
})
