/** The Worker as tests meet it: the real handler in workerd over a D1 that can be watched. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import worker from '../../worker/index.ts'
import { type Client, type ClientOptions, createClient, type Send } from './client.ts'
import { type D1Behavior, type WatchedD1, watchD1 } from './d1.ts'

export type TestedWorker = {
  send: Send
  d1: WatchedD1
  /** A browser with an empty cookie jar. */
  browser: (options?: ClientOptions) => Client
}

export const testedWorker = (behavior?: D1Behavior, overrides: object = {}): TestedWorker => {
  const d1 = watchD1(env.DB, behavior)
  const send: Send = async (request) => {
    const context = createExecutionContext()
    const bindings = { ...env, ...overrides, DB: d1.db }
    const response = await worker.fetch(
      request as Request<unknown, IncomingRequestCfProperties>,
      bindings,
      context,
    )
    await waitOnExecutionContext(context)
    return response
  }
  return { send, d1, browser: (options) => createClient(send, { origin: env.ORIGIN, ...options }) }
}
