import { createHmac } from 'node:crypto'
import { HOTP, Secret } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  codeShown,
  complaintsOf,
  expectRightCode,
  tokens,
  untilOfflineReady,
} from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, serviceWorkersFor } from '../support/browser.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'
import { fillVault, type Wanted } from '../support/vault-filler.ts'
import { codeAt } from '../support/totp.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const uriOf = (issuer: string, account = 'alice'): string =>
  `otpauth://totp/x:${account}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
const bank = uriOf('Example Bank')
const door = `otpauth://hotp/Door:alice?secret=${secret}&issuer=Door&counter=5`
const steam = `otpauth://steam/Games:gabe?secret=${secret}&issuer=Games`

const hotpAt = (counter: number): string =>
  new HOTP({ secret: Secret.fromBase32(secret) }).generate({ counter })

/** Steam's own way to write the 31 bits of RFC 4226, from the least digit on. */
const steamAt = (now: number): string => {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const key = Buffer.from(Secret.fromBase32(secret).buffer)
  const mac = createHmac('sha1', key).update(message).digest()
  let bits = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  let code = ''
  for (; code.length < 5; bits = Math.floor(bits / 26))
    code += '23456789BCDFGHJKMNPQRTVWXY'[bits % 26]
  return code
}

const named: Wanted[] = [
  { uri: uriOf('Zürich Insurance'), note: 'household' },
  { uri: uriOf('GitHub', 'ada'), groups: ['Work'] },
  { uri: uriOf('Example Bank'), groups: ['Money'] },
  { uri: uriOf('Mail', 'ada@example.com'), groups: ['Work', 'Private'] },
  { uri: uriOf('Cloudflare', 'ops'), pinned: true },
  { uri: uriOf('Shop', 'bob') },
]

let server: StaticSite
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await serveBuilt()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.stop()
})

beforeEach(async ({ task }) => {
  const reducedMotion = 'reduce'
  context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion,
    serviceWorkers: serviceWorkersFor(task),
  })
  complaints = complaintsOf(context)
  page = await context.newPage()
  await page.goto(`${server.origin}/authenticator/`)
})

afterEach(async () => {
  await context.close()
  // A page that works and complains is broken all the same: the content policy reports here.
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const show = async (fragment: string): Promise<void> => {
  await page.goto(`${server.origin}/authenticator/#${fragment}`)
}
const issuers = (): Promise<string[]> => page.locator('.token-card__issuer').allTextContents()
const expectIssuers = async (expected: string[]): Promise<void> => {
  await expect.poll(issuers).toEqual(expected)
}
const card = (name: string) => tokens(page).filter({ hasText: name })
const details = async (name: string): Promise<void> => {
  await page.getByRole('link', { name: `Details of ${name}` }).click()
  await page.getByRole('button', { name: 'Save' }).waitFor()
}
const status = () => page.getByRole('status').first().textContent()

describe('finding', () => {
  beforeEach(async () => {
    await fillVault(page, named)
    await tokens(page).first().waitFor()
  })

  it('by name, note and group, whatever the accents; Enter copies the first', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await expectIssuers([
      'Cloudflare',
      'Zürich Insurance',
      'GitHub',
      'Example Bank',
      'Mail',
      'Shop',
    ])
    await page.keyboard.press('/')
    const found: Record<string, string[]> = {
      zurich: ['Zürich Insurance'],
      household: ['Zürich Insurance'],
      'ada work': ['GitHub', 'Mail'],
      nowhere: [],
      bank: ['Example Bank'],
    }
    for (const [text, expected] of Object.entries(found)) {
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
      await expectIssuers(expected)
    }
    await codeShown(page)
    await page.keyboard.press('Enter')
    await expect.poll(status).toContain('Copied')
    const { code } = await codeShown(page)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code)
  })

  it('by group, and by arrows', async () => {
    const groups = page.getByRole('group', { name: 'Groups' })
    await groups.getByRole('button', { name: 'Work' }).click()
    await expectIssuers(['GitHub', 'Mail'])
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('/')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).toContain('Mail')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('git')
    await expectIssuers(['GitHub'])
  })

  it('in the order that people give them', async () => {
    await show('arrange')
    await page.getByRole('heading', { name: 'Change order' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    const handle = page.getByRole('button', { name: 'Move GitHub, ada', exact: true })
    await handle.focus()
    await page.keyboard.press('ArrowUp')
    await expect.poll(status).toContain('GitHub, ada: 2 of 6')
    // Above it is a pinned one.
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => handle.evaluate((grip) => grip === document.activeElement)).toBe(true)
    const shop = page.getByRole('button', { name: 'Move Shop, bob', exact: true })
    const box = await shop.boundingBox()
    if (!box) throw new Error('no handle')
    await page.mouse.move(box.x + 10, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + 10, box.y - 118, { steps: 4 })
    await expect
      .poll(() => page.locator('.arrange__name').allTextContents())
      .toEqual([
        'Cloudflare, ops',
        'GitHub, ada',
        'Zürich Insurance, alice',
        'Shop, bob',
        'Example Bank, alice',
        'Mail, ada@example.com',
      ])
    await page.mouse.up()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.locator('.token-card').first().waitFor()
    await page.reload()
    await expectIssuers([
      'Cloudflare',
      'GitHub',
      'Zürich Insurance',
      'Shop',
      'Example Bank',
      'Mail',
    ])
  })
})

describe('one token', () => {
  beforeEach(async () => {
    await fillVault(page, [{ uri: bank }])
    await tokens(page).first().waitFor()
  })

  it('keeps what a person makes of it', async () => {
    await details('Example Bank, alice')
    await page.getByLabel('Site or app').fill('')
    await page.getByLabel('Account').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Say what this token is for.').waitFor()
    await page.getByLabel('Site or app').fill('GitHub')
    await page.getByLabel('Note').fill('the spare one')
    await page.getByLabel('Groups (optional)').fill('Work, Spare, Work')
    await page.getByText('Keep at the top').click()
    await page.locator('.icon-field summary').click()
    await page.getByRole('radio', { name: 'Bank', exact: true }).check({ force: true })
    expect(await axeFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await expectIssuers(['GitHub'])
    await page.getByRole('button', { name: 'Spare' }).waitFor()
    await page.reload()
    await details('GitHub')
    expect(await page.getByLabel('Note').inputValue()).toBe('the spare one')
    expect(await page.getByLabel('Groups (optional)').inputValue()).toBe('Work, Spare')
    expect(await page.getByLabel('Keep at the top').isChecked()).toBe(true)
    await page.locator('.icon-field summary').click()
    expect(await page.getByRole('radio', { name: 'Bank', exact: true }).isChecked()).toBe(true)
  })

  it('comes back from the trash, at once or later, with its codes', async () => {
    await details('Example Bank, alice')
    await page.getByRole('button', { name: 'Delete this token' }).click()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expectRightCode(page, bank)
    await details('Example Bank, alice')
    await page.getByRole('button', { name: 'Delete this token' }).click()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await show('trash')
    await page.getByText('Deleted for good in 30 days').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Bring back Example Bank, alice' }).click()
    await page.getByText('The trash is empty').waitFor()
    await show('')
    await expectRightCode(page, bank)
  })

  it('leaves the trash for good after thirty days, and not before', async () => {
    await details('Example Bank, alice')
    await page.getByRole('button', { name: 'Delete this token' }).click()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    const day = 86_400_000
    // The server would say that the clock is wrong; it still counts the days.
    await page.clock.setFixedTime(Date.now() + 29 * day)
    await show('trash')
    await page.reload()
    await page.getByText('Deleted for good in 1 day', { exact: true }).waitFor()
    await page.clock.setFixedTime(Date.now() + 31 * day)
    await page.reload()
    await expect.poll(() => page.getByText('The trash is empty').count()).toBe(1)
  })
})

describe('codes', () => {
  it('B07 by use are made when asked for, and are never the same in two tabs', async () => {
    await fillVault(page, [{ uri: door }])
    const other = await context.newPage()
    await other.goto(`${server.origin}/authenticator/`)
    await tokens(other).first().waitFor()
    const made = page.getByRole('button', { name: 'New code' })
    await made.click()
    const first = await codeShown(page)
    expect(first.code).toBe(hotpAt(5))
    await other.getByRole('button', { name: 'New code' }).click()
    expect((await codeShown(other)).code).toBe(hotpAt(6))
    // Used elsewhere: the old one would be refused by now.
    await expect.poll(() => card('Door').locator('.code-digits').count()).toBe(0)
    await Promise.all([made.click(), other.getByRole('button', { name: 'New code' }).click()])
    // One got the seventh, the other the eighth, and the seventh is no more.
    const shown = async (): Promise<string[]> => {
      const texts = [page, other].map((tab) =>
        tab.locator('.token-card .code-digits .visually-hidden').allTextContents(),
      )
      return (await Promise.all(texts)).flat().map((text) => text.replaceAll(' ', ''))
    }
    await expect.poll(shown).toEqual([hotpAt(8)])
    await page.reload()
    await page.getByRole('button', { name: 'New code' }).click()
    expect((await codeShown(page)).code).toBe(hotpAt(9))
  })

  it('of Steam have five characters', async () => {
    await fillVault(page, [{ uri: steam }])
    await expect
      .poll(async () => {
        const { code, now } = await codeShown(page)
        return code === steamAt(now)
      })
      .toBe(true)
  })

  it('stay covered until they are tapped, where a person wants that', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await fillVault(page, [{ uri: bank }])
    await show('settings')
    await page.getByRole('switch', { name: 'Hide codes until they are tapped' }).check()
    await show('')
    const face = tokens(page).getByRole('button').first()
    expect(await face.ariaSnapshot()).toContain('Code hidden')
    await page.reload()
    await expect.poll(() => face.ariaSnapshot()).toContain('Code hidden')
    await page.evaluate(() => navigator.clipboard.writeText('mine'))
    await face.click()
    const { code } = await codeShown(page)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine')
    await face.click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code)
  })

  it('leave the clipboard after a while, and nothing else does', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await fillVault(page, [{ uri: bank }])
    await page.clock.install()
    await page.reload()
    await codeShown(page)
    const copy = async (): Promise<void> => {
      await tokens(page).getByRole('button').first().click()
      await expect.poll(status).toContain('Copied')
    }
    const held = () => page.evaluate(() => navigator.clipboard.readText())
    await copy()
    await page.clock.runFor(29_000)
    expect(await held()).toMatch(/^\d{6}$/)
    // What forgets it comes when it is first needed: its half minute may begin a little later.
    const later = async (): Promise<string> => {
      await page.clock.runFor(2_000)
      return held()
    }
    await expect.poll(later).toBe('')
    await copy()
    await page.evaluate(() => navigator.clipboard.writeText('something else'))
    await page.clock.runFor(31_000)
    expect(await held()).toBe('something else')
  })

  it('are computed for what is on the screen alone, and the list ends where it should', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ uri: uriOf(`Site ${at}`) }))
    await fillVault(page, many)
    await page.addInitScript(() => {
      const { subtle } = crypto
      const sign = subtle.sign.bind(subtle)
      Object.assign(globalThis, { signed: 0 })
      subtle.sign = (...given: Parameters<typeof sign>) => {
        ;(globalThis as unknown as { signed: number }).signed += 1
        return sign(...given)
      }
    })
    await page.reload()
    await codeShown(page)
    expect(await tokens(page).count()).toBeLessThan(12)
    const signed = await page.evaluate(() => (globalThis as unknown as { signed: number }).signed)
    // Six cards, their next codes, and a time step that may have ended meanwhile.
    expect(signed).toBeLessThanOrEqual(24)
    expect(await tokens(page).first().getAttribute('aria-setsize')).toBe('1000')
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await card('Site 999').locator('.code-digits').first().waitFor()
  })
})

describe('the clock', () => {
  it(
    'B10 is compared with the server’s: what it is off by is said, and codes are right',
    { meta: { installs: true } },
    async () => {
      await fillVault(page, [{ uri: bank }])
      const ahead = 97_000
      await page.clock.setSystemTime(Date.now() + ahead)
      await page.reload()
      await page.getByText(/clock is 9\d seconds ahead/).waitFor()
      const right = async (): Promise<boolean> => {
        const { code } = await codeShown(page)
        return code === codeAt(bank, Date.now())
      }
      await expect.poll(right).toBe(true)
      // What was measured lasts: codes are right at the next start without a network, too.
      await untilOfflineReady(page)
      await context.setOffline(true)
      await page.reload()
      await expect.poll(right).toBe(true)
      await show('settings')
      await page.getByRole('heading', { name: 'Settings' }).waitFor()
      expect(await axeFaults(page)).toEqual([])
      await page.getByRole('switch', { name: /Correct the codes/ }).uncheck()
      await show('')
      await page.getByText('may be refused').waitFor()
      expect(await right()).toBe(false)
    },
  )
})
