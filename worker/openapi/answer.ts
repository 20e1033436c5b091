import * as v from 'valibot'
import { Problem, problems } from '../../schema/api/problem.ts'
import { oauthStatusOf } from '../http/oauth-error.ts'
import { type Asked, problemsOf } from './problem-code.ts'
import type { Operation } from './operation.ts'
import { answerSchema } from './schema.ts'

type Answer = { description: string; headers?: object; content?: object }

/** RFC 6749, section 5.2. */
export const OAuthFault = v.object({
  error: v.pipe(v.string(), v.description('Stable; for programs.')),
  error_description: v.pipe(v.string(), v.description('For the developer in front of it.')),
})

export const answerComponents: Record<string, Record<string, object>> = {
  schemas: {
    Problem: { ...answerSchema(Problem), description: 'What went wrong (RFC 9457).' },
    OAuthError: { ...answerSchema(OAuthFault), description: 'RFC 6749, section 5.2.' },
  },
  headers: {
    RetryAfter: {
      description: 'Seconds until it is worth asking again.',
      schema: { type: 'integer', minimum: 0 },
    },
  },
}

/** OpenAPI's `responses`: the one success, and what is refused, by status. */
export const answersOf = (asked: Asked): Record<string, Answer> => ({
  [asked.operation.status ?? 200]: success(asked.operation),
  ...(asked.operation.elsewhere && { 302: { description: asked.operation.elsewhere } }),
  ...Object.fromEntries(
    [...byStatus(asked)].map(([status, codes]) => [status, refusal(status, codes)]),
  ),
  ...oauthAnswers(asked.operation),
})

const success = ({ answer, status = 200, schema, ...rest }: Operation): Answer => {
  const { media = status === 200 || status === 201 ? ['application/json'] : [], headers } = rest
  const shape = schema ? { schema: answerSchema(schema) } : {}
  return {
    description: answer,
    ...(headers && { headers: headersOf(headers) }),
    ...(media.length > 0 && {
      content: Object.fromEntries(media.map((type) => [type, shape])),
    }),
  }
}

const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  )

const byStatus = (asked: Asked) => Map.groupBy(problemsOf(asked), (code) => problems[code].status)

const refusal = (status: number, codes: (keyof typeof problems)[]): Answer => ({
  description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
  ...(status === 429 && { headers: { 'Retry-After': reference('headers', 'RetryAfter') } }),
  content: { 'application/problem+json': { schema: saying('Problem', 'code', codes) } },
})

const oauthAnswers = ({ oauth = [] }: Operation): Record<string, Answer> =>
  Object.fromEntries(
    [...Map.groupBy(oauth, oauthStatusOf)].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: saying('OAuthError', 'error', codes) } },
      },
    ]),
  )

const saying = (name: string, member: string, codes: readonly string[]) => ({
  allOf: [reference('schemas', name), { properties: { [member]: { enum: codes } } }],
})

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })
