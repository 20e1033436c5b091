/** The API's document: whole, sound, and no more and no less than what the routes do. */
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import { areas } from '../../worker/openapi/areas.ts'
import type { Client } from '../support/client.ts'
import { addProgram } from '../support/program.ts'
import { setUp, visitor } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
}
type Operation = {
  operationId: string
  summary: string
  security: Record<string, []>[]
  requestBody?: { content: Record<string, { schema: Schema; example?: object }> }
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

const worker = testedWorker()
let text: string
let operations: [route: string, Operation][]

beforeAll(async () => {
  const { body } = await visitor(worker).get('/api/openapi.json')
  text = JSON.stringify(body)
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
  )
})

const rows = areas.flatMap(({ operations: known }) => Object.entries(known))
const templateOf = (route: string) => route.replaceAll(/:(\w+)/g, '{$1}')

describe('the table', () => {
  it('has a row for each route of the API, and none for another', () => {
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/(api|\.well-known)\//.test(path))
      .map(({ method, path }) => `${method} ${path}`)
    expect(rows.map(([route]) => route).toSorted()).toEqual([...new Set(routes)].toSorted())
  })

  it('says of each something that it says of no other', () => {
    for (const member of ['id', 'summary'] as const) {
      const said = rows.map(([, row]) => row[member])
      expect(said.filter((words) => words.length < 4)).toEqual([])
      expect(said.filter((words, i) => said.indexOf(words) !== i)).toEqual([])
    }
  })
})

describe('GET /api/openapi.json', () => {
  it('has nothing that a linter finds', async () => {
    const found = await fetch('https://linter.test/', { method: 'POST', body: text })
    const argued = operations.flatMap(([route, { responses, security }]) => {
      const [method = '', path = ''] = route.split(' ')
      const place = `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses`
      const lacks = (kind: string) =>
        `operation-${kind.toLowerCase()}-response ${place}: Operation must have at least one \`${kind}\` response.`
      // What leads browsers elsewhere answers nothing by itself; what anyone may read refuses nobody.
      return [
        ...('303' in responses ? [lacks('2XX')] : []),
        ...(method === 'GET' && security.length === 0 ? [lacks('4XX')] : []),
      ]
    })
    const lines: string[] = await found.json()
    expect(lines.filter((line) => !argued.includes(line))).toEqual([])
  })

  it('is kept by whoever asked, until it changes', async () => {
    const browser = visitor(worker)
    const { status, headers } = await browser.get('/api/openapi.json')
    const etag = headers.get('etag')
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    const again = await browser.get('/api/openapi.json', { 'if-none-match': `W/${etag}, "x"` })
    expect([again.status, again.body]).toEqual([304, ''])
    const other = await browser.get('/api/openapi.json', { 'if-none-match': '"x"' })
    expect(other.status).toBe(200)
  })
})

/** The codes that an operation says it may answer. */
const codesOf = ({ responses }: Operation): string =>
  JSON.stringify(Object.values(responses).map(({ content }) => content))

const send = (browser: Client, route: string, body?: unknown) => {
  const [method = '', template = ''] = route.split(' ')
  const path = template.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
  if (method === 'GET') return browser.get(path)
  if (method === 'DELETE') return browser.delete(path)
  return method === 'PATCH' ? browser.patch(path, body) : browser.post(path, body)
}

describe('what the document says is what the routes do', () => {
  const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json']
  /** Of several forms, each: what all of them refuse is refused. */
  const formsOf = (schema: Schema) => schema.anyOf ?? schema.oneOf ?? [schema]

  /** Bodies that break the published schema in one place each, as far as one knows a sound one. */
  const broken = (schema: Schema, sound: Record<string, unknown>): [string, object][] => {
    const forms = formsOf(schema)
    const required = Object.keys(sound).filter((name) =>
      forms.every((form) => form.required?.includes(name)),
    )
    const closed = forms.every(({ additionalProperties }) => additionalProperties === false)
    return [
      ...required.map((name): [string, object] => {
        const { [name]: _, ...rest } = sound
        return [`without ${name}`, rest]
      }),
      ...Object.keys(sound).map((name): [string, object] => [
        `${name} of another type`,
        { ...sound, [name]: [[null]] },
      ]),
      ...(closed ? [['an unknown member', { ...sound, nonesuch: 1 }] as [string, object]] : []),
    ]
  }

  it('refuses every body that breaks the published schema', async () => {
    const root = await setUp(worker)
    const { key } = await addProgram(worker, root)
    const program = worker.browser({
      headers: { origin: null, authorization: `Bearer ${key.secret}` },
    })
    const wrong: string[] = []
    let asked = 0
    for (const [route, operation] of operations) {
      const { schema, example = {} } = bodyOf(operation) ?? {}
      if (!schema) continue
      const caller = operation.security.some((any) => 'apiKey' in any) ? program : root
      if (caller === program && (await send(program, route, example)).status === 400)
        wrong.push(`${route} refuses its example`)
      for (const [how, body] of broken(schema, example as Record<string, unknown>)) {
        asked += 1
        const answer = await send(caller, route, body)
        if (answer.status !== 400 || answer.body.code !== 'malformed_request')
          wrong.push(`${route} ${how}: ${answer.status} ${String(answer.body?.code)}`)
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(operations.filter(([, one]) => bodyOf(one)).length)
  })

  /** What says when it was said is refused later. */
  const timely = (example: object) =>
    'at' in example ? { ...example, at: Math.floor(Date.now() / 1000) } : example

  it('takes the examples, and answers nobody with what it does not name', async () => {
    const wrong: string[] = []
    for (const [route, operation] of operations) {
      const body = bodyOf(operation)
      const isOpen = operation.security.length === 0
      const isForPrograms = operation.security.some((any) => 'apiKey' in any)
      if ((isOpen || isForPrograms) && body && !body.example) wrong.push(`${route} has no example`)
      const example = body?.example && timely(body.example)
      const answer = await send(visitor(worker), route, example ?? (body && {}))
      const code = answer.status < 400 ? null : String(answer.body?.code ?? answer.body?.error)
      if (body?.example && code === 'malformed_request') wrong.push(`${route} refuses its example`)
      if (!isOpen && answer.status < 400) wrong.push(`${route} is open`)
      if (code && !codesOf(operation).includes(`"${code}"`)) wrong.push(`${route}: ${code}`)
      const [, row] = rows.find(([known]) => templateOf(known) === route) ?? []
      if (!code && row?.schema && !v.is(row.schema, answer.body))
        wrong.push(`${route} answers else`)
      if (!code && !(answer.status in operation.responses)) wrong.push(`${route} ${answer.status}`)
    }
    expect(wrong).toEqual([])
  })
})
