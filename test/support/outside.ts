/** The world outside of a tested Worker: what it can reach, none of which runs inside of it. */
import { smsGateway } from './sms-gateway.ts'
import { upstream } from './upstream.ts'

type Asked = Parameters<typeof upstream>[0]

/** By host: a linter that reads a document of an API, a site, else a gateway for messages to phones. */
export const outside = (request: Asked) => {
  const { hostname } = new URL(request.url)
  if (hostname === 'linter.test') return lint(request)
  return hostname === 'upstream.test' ? upstream(request) : smsGateway(request)
}

/** What the linter's recommended rules find, warnings too, each with where. */
const lint = async (request: Asked): Promise<Response> => {
  // Every run reads this file, and one test in all of them asks.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core')
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: await request.text(), config })
  return Response.json(
    found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`),
  )
}
