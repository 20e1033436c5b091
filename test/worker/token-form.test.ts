import { BlobReader, configure, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'
import { toHex } from '../../worker/crypto/hex.ts'
import { dump } from '../support/database.ts'
import { house } from '../support/people.ts'
import {
  commit,
  formOf,
  newSeeds,
  preview,
  reportOf,
  series,
  tableOf,
} from '../support/seed-file.ts'

const { worker, root } = house()

describe('R30 F03 what is no such form', () => {
  const file = () => tableOf(newSeeds(1))
  const sent = (form: FormData | string, headers: Record<string, string | null> = {}) =>
    root.post(series, form, headers)
  const twice = () => {
    const form = formOf(file(), { mode: 'preview' })
    form.append('mode', 'commit')
    return form
  }
  const without = () => {
    const form = formOf(file(), { mode: 'preview' })
    form.delete('file')
    return form
  }
  const typed = () => {
    const form = without()
    form.set('file', file())
    return form
  }

  it.each([
    [
      'another site’s',
      () => sent(formOf(file(), { mode: 'preview' }), { origin: 'https://evil.example' }),
      403,
      undefined,
    ],
    ['nobody’s', () => sent(formOf(file(), { mode: 'preview' }), { origin: null }), 403, undefined],
    ['JSON', () => sent('{"mode":"preview"}'), 415, undefined],
    [
      'not cut into parts',
      () => sent('x', { 'content-type': 'multipart/form-data; boundary=a' }),
      400,
      undefined,
    ],
    [
      'without a boundary',
      () => sent('x', { 'content-type': 'multipart/form-data' }),
      415,
      undefined,
    ],
    ['saying a field twice', () => sent(twice()), 400, undefined],
    [
      'with more than is asked for',
      () => sent(formOf(file(), { mode: 'preview', role: 'admin' })),
      400,
      'role',
    ],
    ['without its file', () => sent(without()), 400, 'file'],
    ['with text for its file', () => sent(typed()), 400, 'file'],
    ['of an unknown mode', () => sent(formOf(file(), { mode: 'force' })), 400, 'mode'],
    [
      'with a key that is none',
      () => sent(formOf(file(), { mode: 'preview', presharedKey: 'secret' })),
      400,
      'presharedKey',
    ],
    ['with nothing in its file', () => sent(formOf('', { mode: 'preview' })), 400, 'file'],
    [
      'with something else in its file',
      () => sent(formOf('<html></html>', { mode: 'preview' })),
      400,
      'file',
    ],
  ])('is refused: %s', async (_, send, status, field) => {
    const answer = await send()
    expect([answer.status, answer.body.field]).toEqual([status, field])
  })

  it('is too large: said beforehand, or found out as it streams in', async () => {
    const bytes = new Uint8Array(8_100_000)
    const said = await sent(formOf(bytes, { mode: 'preview' }))
    expect([said.status, said.body.field]).toEqual([413, 'file'])
    const body = new Response(formOf(bytes, { mode: 'preview' }))
    const headers = new Headers({
      'content-type': body.headers.get('content-type') ?? '',
      origin: env.ORIGIN,
    })
    headers.set(
      'cookie',
      [...root.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; '),
    )
    const url = new URL(series, env.ORIGIN)
    const streamed = new Request(url, { method: 'POST', headers, body: body.body })
    expect(streamed.headers.has('content-length')).toBe(false)
    expect((await worker.send(streamed)).status).toBe(413)
  })
})

describe('S14 what is secret', () => {
  const logged: string[] = []
  afterEach(() => vi.restoreAllMocks())

  const zipped = async (text: string, password: string) => {
    configure({ useWebWorkers: false })
    const writer = new ZipWriter(new Uint8ArrayWriter(), { password, encryptionStrength: 3 })
    await writer.add('seeds.csv', new BlobReader(new Blob([text])))
    return new Uint8Array(await writer.close())
  }

  it('stands nowhere afterwards: not in the database, an answer or the log', async () => {
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => {
        logged.push(
          said.map((one) => (one instanceof Error ? one.stack : JSON.stringify(one))).join(),
        )
      })
    const password = 'canary-of-a-password-1f77'
    const seeds = newSeeds(3)
    const canary = 'CANARYCANARYCANARYCANARYCANARY27'
    const text = `${tableOf(seeds)}C1,${canary}\r\nC2,${canary}\r\nC3,${canary.slice(0, 16)}\r\n`
    const file = await zipped(text, password)
    const answers = [
      await preview(root, file, { password }),
      await preview(root, file, { password: `${password}x` }),
      await preview(root, file, { password: password.repeat(50) }),
      await preview(root, file, { password, presharedKey: password }),
      await preview(root, text, { mode: canary }).then((answer) => ({ ...answer, body: '' })),
    ]
    for (const trip of [3, 4, 5]) {
      worker.d1.reset({ faults: { [trip]: 'before' } })
      answers.push(await commit(root, file, { password, label: 'Canaries' }))
    }
    worker.d1.reset()
    const kept = reportOf(await commit(root, file, { password, label: 'Canaries' }))
    expect(kept).toMatchObject({ encryption: 'aes-256', counts: { new: 3, bad: 3 } })
    const said = JSON.stringify([...answers.map(({ body }) => body as unknown), kept])
    const database = await dump()
    const marks = [password, canary, canary.slice(0, 16), ...seeds.flatMap(writingsOf)]
    marks.push(...writingsOf({ secret: new Uint8Array(fromBase32(canary) ?? []) }))
    expect(logged.length).toBeGreaterThan(2)
    for (const mark of marks)
      for (const [where, held] of [
        ['answers', said],
        ['database', database],
        ['log', logged.join('\n')],
      ] as const)
        if (held.toLowerCase().includes(mark.toLowerCase())) throw new Error(`${mark} in ${where}`)
  })

  const writingsOf = ({ secret }: { secret: Uint8Array }) => [
    toBase32(secret),
    toHex(secret),
    btoa(String.fromCharCode(...secret)),
  ]
})
