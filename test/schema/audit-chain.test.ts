import { describe, expect, it } from 'vitest'
import { genesis, linkText } from '../../schema/audit-chain.ts'
import { makeFile, newSigner, sha256, verdictOn } from '../support/audit-file.ts'

const signer = newSigner()
/** Header, lines 1 to 3, checkpoint, lines 4 to 6, checkpoint, lines 7 to 9, checkpoint, trailer. */
const file = makeFile(signer)
const places = { header: 0, line5: 6, line6: 7, second: 8, line9: 11, third: 12, trailer: 13 }

const replaced = (at: number, from: string | RegExp, to: string): string[] =>
  file.with(at, file[at]!.replace(from, to))
const without = (...gone: number[]): string[] => file.filter((_, at) => !gone.includes(at))
const moved = (from: number, to: number): string[] =>
  without(from).toSpliced(to, 0, file[from] ?? '')
const hashOf = (at: number): string => JSON.parse(file[at] ?? '').hash

describe('R54 the form of the chain', () => {
  it('is what earlier exports were made with: it must never change', () => {
    const line = {
      id: 1,
      at: 1_700_000_000,
      eventId: 'e',
      action: 'sign-in',
      outcome: 'totp',
      actorId: null,
      subjectId: 'ß"\n',
      network: '10.0.0.1',
      browser: '',
    }
    expect(linkText(genesis, line)).toBe(
      `${'0'.repeat(64)}[1,1700000000,"e","sign-in","totp",null,"ß\\"\\n","10.0.0.1",""]`,
    )
    expect(sha256(linkText(genesis, line))).toBe(
      'f8c83d38d1c2292ed20aecb4930fbbe27fa9a80986b5f9c0081651f101cdc2e7',
    )
  })
})

describe('A10 whoever has the file in their hands', () => {
  it('and changes nothing is not accused', async () => {
    expect(await verdictOn(file)).toBe('whole')
  })

  it.each([
    ['edits a line', replaced(places.line5, '"totp"', '"password"'), 'edited: line 5'],
    ['edits a hash', replaced(places.line5, /"hash":"./, '"hash":"g'), 'edited: after line 4'],
    [
      'hides a word behind another',
      replaced(places.line5, '{', '{"id":7,'),
      'edited: after line 4',
    ],
    ['adds a word', replaced(places.line5, '}', ',"more":1}'), 'edited: after line 4'],
    ['deletes a line', without(places.line5), 'missing: line 5'],
    ['deletes the first lines', without(1, 2), 'missing: lines 1 to 2'],
    ['deletes a line before a checkpoint', without(places.line6), 'missing: line 6'],
    ['deletes a checkpoint', without(places.second), 'missing: 1 of 3 checkpoints'],
    ['moves a line', moved(places.line5, places.line9), 'reordered: line 5 stands too late'],
    ['repeats a line', file.toSpliced(7, 0, file[6]!), 'reordered: line 5 after line 5'],
    ['moves a checkpoint', moved(places.second, places.third), 'reordered: the checkpoint'],
    ['cuts off the trailer', file.slice(0, -1), 'truncated: after line 9'],
    ['cuts off at a checkpoint', file.slice(0, places.second + 1), 'truncated: after line 6'],
    [
      'cuts off within a line',
      [...file.slice(0, places.line6), file[places.line6]!.slice(0, 40)],
      'truncated: after line 5',
    ],
    ['cuts out the end', [...file.slice(0, 9), file[places.trailer]!], 'truncated: after line 6'],
    ['adds to the end', [...file, file[1]!], 'reordered: something stands after the trailer'],
    ['lies about the origin', replaced(0, 'login', 'other'), 'forged: the trailer'],
    ['forges a signature', replaced(places.third, /.{4}"}$/, '0000"}'), 'forged: the checkpoint'],
    ['forges a checkpoint', replaced(places.third, '"at":17', '"at":16'), 'forged: the checkpoint'],
  ])('%s: it shows', async (_, texts, verdict) => {
    expect(await verdictOn(texts)).toMatch(verdict)
  })

  it('and signs all of it anew with a key of their own does not have the right one', async () => {
    const forged = makeFile(newSigner())
    expect(await verdictOn(forged)).toBe('whole')
    expect(await verdictOn(forged, { trusted: [signer.publicKey] })).toMatch(/^forged: the end/)
    expect(await verdictOn(file, { trusted: [signer.publicKey] })).toBe('whole')
  })

  it('and holds an older export back cannot hide a line that was noted since', async () => {
    const earlier = makeFile(signer, 6)
    expect(await verdictOn(earlier)).toBe('whole')
    const anchors = new Map([[9, hashOf(places.line9)]])
    expect(await verdictOn(earlier, { anchors })).toBe('truncated: after line 6; line 9 was noted')
    expect(await verdictOn(file, { anchors })).toBe('whole')
    const other = new Map([[9, hashOf(places.line6)]])
    expect(await verdictOn(file, { anchors: other })).toMatch('forged: line 9')
  })

  it('or has no export at all', async () => {
    expect(await verdictOn([])).toBe('unverifiable')
    expect(await verdictOn(['PK\u0003\u0004'])).toBe('unverifiable')
    expect(await verdictOn(file.slice(1))).toBe('unverifiable')
    expect(await verdictOn(replaced(0, 'true', 'false'))).toBe('unverifiable')
  })
})
