import type { RouterRoute } from 'hono/types'
import { type Action, authority } from '../domain/authority.ts'
import { shapeOf } from '../http/shape.ts'
import { answerComponents, answersOf } from './answer.ts'
import { areas } from './areas.ts'
import type { Operation } from './operation.ts'
import type { Asked } from './problem-code.ts'
import { bodyOf, parametersOf, requestComponents } from './request.ts'
import { audienceOf, securityOf, securitySchemes } from './security.ts'

/**
 * The API in OpenAPI 3.1: its routes and what they accept from the routes themselves, who may call and what
 * is answered from the tables in operations/.
 *
 * @param routes all of the app
 */
export const describeApi = (routes: readonly RouterRoute[]) => ({
  openapi: '3.1.0',
  info: {
    title: 'Latchkey',
    version: '1',
    summary: 'Who is this, how surely, and since when',
    description: introduction,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  // Relative to where this document was read.
  servers: [{ url: '/', description: 'This installation' }],
  tags: areas.map(({ tag, about }) => ({ name: tag, description: about })),
  paths: pathsOf(routes),
  components: {
    securitySchemes,
    ...answerComponents,
    ...requestComponents,
  },
})

const introduction = [
  'JSON in both directions, in UTF-8. A member of a JSON body that is not named here is refused.',
  'What goes wrong is `application/problem+json` with a stable `code`; OAuth’s own endpoints answer as RFC 6749 says.',
  'Times are unix seconds.',
].join(' ')

/** In the order of the tables: what belongs together stands together. */
const pathsOf = (routes: readonly RouterRoute[]) => {
  const paths: Record<string, Record<string, object>> = {}
  const known = Map.groupBy(routes, ({ method, path }) => `${method} ${path}`)
  for (const area of areas)
    for (const [name, operation] of Object.entries(area.operations)) {
      const handlers = known.get(name)
      if (!handlers) continue
      const [method = '', path = ''] = name.split(' ')
      const template = path.replaceAll(/:(\w+)/g, '{$1}')
      const shapes = [
        ...handlers.flatMap(({ handler }) => shapeOf(handler) ?? []),
        ...[operation.reads ?? []].flat(),
      ]
      const asked = { method, area, operation, shapes, action: actionAt(name) }
      paths[template] = { ...paths[template], [method.toLowerCase()]: operationOf(path, asked) }
    }
  return paths
}

/** What the console's rules call it; of several at one route, the one for all of it. */
const actionAt = (name: string): Action | undefined => {
  const [found] = Object.entries(authority).find(([, rule]) => rule.route === name) ?? []
  return found as Action | undefined
}

const operationOf = (path: string, asked: Asked) => {
  const { area, operation, action } = asked
  const parameters = parametersOf(path, asked)
  const requestBody = bodyOf(asked)
  const description = describe(operation, action)
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(description && { description }),
    tags: [area.tag],
    security: securityOf[operation.who],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: answersOf(asked),
  }
}

const describe = ({ detail }: Operation, action: Action | undefined): string =>
  [detail, action && audienceOf(action)].filter(Boolean).join(' ')
