import { describe, expect, it } from 'vitest'
import { chunksOf } from '../../pwa/console/import/chunks.ts'
import { csvFile } from '../../pwa/console/import/csv.ts'
import { readImportFile } from '../../pwa/console/import/file.ts'
import type { ImportRow } from '../../schema/api/import.ts'

const read = (content: BlobPart) => readImportFile(new File([content], 'people.csv'))
const readGood = async (text: string) => {
  const result = await read(text)
  if (!result.ok) throw new Error(result.reason)
  return result.file
}

describe('a file of people', () => {
  it('is read by its headings, whatever their order, case and separator', async () => {
    const { rows } = await readGood(
      '\ufeffGroups\tUser name\tSecond factor required\tPassword\n"Sales; Field "\t ada \tYes\t a b \n',
    )
    expect(rows).toEqual([
      {
        line: 2,
        username: 'ada',
        mfaRequired: true,
        password: ' a b ',
        groups: ['Sales', 'Field'],
      },
    ])
  })

  it('tells the line where a row begins, also where a cell spans several or lines are empty', async () => {
    const { rows } = await readGood(
      'username,display name\r\nada,"Ada\r\nLovelace"\r\n\r\n,\r\nbob,\r\n',
    )
    expect(rows.map(({ line, username }) => [line, username])).toEqual([
      [2, 'ada'],
      [6, 'bob'],
    ])
  })

  it('says of each bad row where it stands and what is wrong, and keeps the others', async () => {
    const { rows, bad } = await readGood(
      'username,role,may trust\nada,boss,\nbob,,perhaps\n,admin,\neve,,,extra\nAda,super admin,no\nada,,\n',
    )
    expect(rows).toEqual([{ line: 6, username: 'Ada', role: 'super_admin', mayTrust: false }])
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [2, 'role'],
      [3, 'mayTrust'],
      [4, 'username'],
      [5, ''],
      [7, 'username'],
    ])
  })

  it('names the columns that it does not know', async () => {
    const { columns } = await readGood('username,shoe size\nada,38\n')
    expect(columns.filter(({ field }) => field === null)).toEqual([
      { heading: 'shoe size', field: null },
    ])
  })

  it.each([
    ['is not UTF-8', new Uint8Array([117, 115, 101, 114, 0xff, 10]), 'UTF-8'],
    ['is not text', 'username\nada\0\n', 'not a text file'],
    ['has no heading', 'ada,Ada\nbob,Bob\n', 'must name the columns'],
    ['has a column twice', 'username,name,display name\nada,,\n', 'there twice'],
    ['never closes a quotation mark', 'username\nada\n"bob\neve\n', 'Line 3'],
    ['has nobody in it', 'username\n\n', 'nobody'],
    ['is empty', '', 'empty'],
    ['is larger than 20 MB', `username\n${'a'.repeat(21 * 1024 * 1024)}`, '20 MB'],
  ])('is refused where it %s', async (_, content, reason) => {
    const result = await read(content)
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
  })

  it('takes back what an export put before a formula', async () => {
    const { rows } = await readGood("username,phone\nada,'+49 30 1234\n")
    expect(rows).toEqual([{ line: 2, username: 'ada', phone: '+49 30 1234' }])
  })
})

describe('a chunk', () => {
  const rows = (count: number, more: Partial<ImportRow> = {}): ImportRow[] =>
    Array.from({ length: count }, (_, at) => ({ line: at + 2, username: `u${at}`, ...more }))

  it.each([
    ['rows', rows(1201), 3],
    ['passwords', rows(45, { password: 'a difference engine' }), 3],
    ['bytes', rows(100, { displayName: 'é'.repeat(1000) }), 4],
  ])('holds no more %s than a request may carry, and loses none', (_, all, count) => {
    const chunks = chunksOf(all)
    expect(chunks).toHaveLength(count)
    expect(chunks.flat()).toEqual(all)
    const sizes = chunks.map((chunk) => Buffer.byteLength(JSON.stringify(chunk)))
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024)
  })
})

it('A08: a list of errors holds no formula', async () => {
  const file = await csvFile([['=cmd|x', '+1', '-1', '@x', '\tx', 'plain "quoted"']])
  expect(await file.text()).toBe(`"'=cmd|x","'+1","'-1","'@x","'\tx","plain ""quoted"""\r\n`)
})
