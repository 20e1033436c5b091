import { readFile } from 'node:fs/promises'
import { Buffer } from 'node:buffer'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addToken, complaintsOf, expectRightCode, tokens } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, sayWhereItStood } from '../support/browser.ts'
import { aegisPlain } from '../support/foreign-file.ts'
import { aegisSealed, passphrase as aegisPassphrase } from '../support/foreign-seal.ts'
import { type Server, startServer } from '../support/server.ts'
import { recordsOf } from '../support/vault-dump.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const alice = `otpauth://totp/Bank:alice?secret=${secret}&issuer=Bank`
const bob = `otpauth://totp/Mail:bob?secret=JBSWY3DPEHPK3PXP&issuer=Mail&digits=8&algorithm=SHA256`
const passphrase = 'correct horse battery'

let server: Server
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const newDevice = async () => {
  const made = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
  })
  await made.grantPermissions(['clipboard-read', 'clipboard-write'])
  complaints = complaintsOf(made)
  return made
}

beforeEach(async () => {
  context = await newDevice()
  page = await context.newPage()
  sayWhereItStood(page)
  await page.goto(`${server.origin}/authenticator/`)
})

afterEach(async () => {
  await context.close()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const open = async (screen: string): Promise<void> => {
  await page.evaluate((name) => {
    location.hash = name
  }, screen)
}
const button = (name: string) => page.getByRole('button', { name, exact: true })

const makeBackup = async (): Promise<string> => {
  await open('backup')
  await page.getByLabel('Passphrase', { exact: true }).first().fill(passphrase)
  await button('Make the backup').click()
  await button('Copy the text').click()
  return page.evaluate(() => navigator.clipboard.readText())
}

describe('a backup', () => {
  it('carries the tokens to a new device, and counts once it was opened again', async () => {
    await addToken(page, server.origin, alice)
    await addToken(page, server.origin, bob)
    const text = await makeBackup()
    expect(await axeFaults(page)).toEqual([])
    await page.getByLabel('Passphrase', { exact: true }).fill('something else')
    await button('Check the backup').click()
    await page.getByText('This does not open the backup').waitFor()
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await button('Check the backup').click()
    await page.getByText('It opens with your passphrase, and 2 tokens are in it.').waitFor()
    await open('backup-again')
    await open('backup')
    await page.getByText(/The last backup was on .*, with 2 tokens/).waitFor()
    await page.getByText('Nothing has been added since.').waitFor()

    await context.close()
    context = await newDevice()
    page = await context.newPage()
    await page.goto(`${server.origin}/authenticator/#import`)
    await page.getByLabel('Or paste the text').fill(`> ${text.replace(/.{70}/g, '$&\n> ')}`)
    await button('Read it').click()
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong one, this')
    await button('Open').click()
    await page.getByText('This is not the passphrase. Nothing was changed.').waitFor()
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await button('Open').click()
    await button('Import 2 tokens').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await button('Import 2 tokens').click()
    await page.getByText('2 new tokens').waitFor()
    await page.getByRole('link', { name: 'Show my tokens' }).click()
    await expectRightCode(page, alice, 0)
    await expectRightCode(page, bob, 1)
  })

  it('goes out as a file, as QR codes, to Aegis, and unencrypted only after a warning', async () => {
    await addToken(page, server.origin, alice)
    const text = await makeBackup()
    const saved = page.waitForEvent('download')
    await button('Save as a file').click()
    expect((await readFile(await (await saved).path(), 'utf8')).trim()).toBe(text)
    await button('Show as QR codes').click()
    await page.getByText('QR code 1 of').waitFor()
    await open('settings')
    await open('backup')
    await page.getByText('Move to another app').click()
    await button('List of links, not encrypted').click()
    const plain = page.waitForEvent('download')
    await button('Save it unencrypted').click()
    expect(await readFile(await (await plain).path(), 'utf8')).toContain(secret)
  })
})

const file = (name: string, content: unknown) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(content)),
})

const chooseFile = (content: unknown) =>
  page.getByLabel('Backup or export file').setInputFiles(file('export.json', content))

describe('an import', () => {
  it('says what is new, here already, of a taken name and not readable, and overwrites nothing', async () => {
    await addToken(
      page,
      server.origin,
      `otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example`,
    )
    await open('import')
    await chooseFile(aegisPlain)
    await page.getByText('Read from').waitFor()
    const counts = await page.locator('.counts dd').allTextContents()
    expect(counts).toEqual(['2', '0', '1', '2'])
    await button('Import 3 tokens').click()
    await page.getByText('3 new tokens').waitFor()
    await page.getByRole('button', { name: 'Import something else' }).click()
    await chooseFile(aegisPlain)
    await button('Nothing to import').waitFor()
    await open('')
    await tokens(page).nth(3).waitFor()
    expect(await tokens(page).count()).toBe(4)
  })

  it('of an encrypted file asks for its passphrase', async () => {
    await open('import')
    await chooseFile(aegisSealed())
    await page.getByRole('heading', { name: /Aegis.*, encrypted/ }).waitFor()
    await page.getByLabel('Passphrase', { exact: true }).fill(aegisPassphrase)
    await button('Open').click()
    await button('Import 3 tokens').click()
    await page.getByText('3 new tokens').waitFor()
    await open('')
    await expect.poll(() => tokens(page).count()).toBe(3)
  })

  it('B01 of a damaged backup changes nothing and says so', async () => {
    await addToken(page, server.origin, alice)
    const text = await makeBackup()
    await open('import')
    await page.getByLabel('Or paste the text').fill(text.replace(/.{30}$/, ''))
    await button('Read it').click()
    await page.getByText('The end is missing. Copy all of the text.').waitFor()
    await open('')
    expect(await tokens(page).count()).toBe(1)
  })
})

const setLock = async (): Promise<void> => {
  await open('lock')
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('Type it again', { exact: true }).fill(passphrase)
  await button('Turn the lock on').click()
  await button('Lock now').waitFor()
}

describe('a lock', () => {
  it('keeps the tokens from whoever has the device, and gives them to whoever knows the passphrase', async () => {
    await addToken(page, server.origin, alice)
    await setLock()
    expect(await axeFaults(page)).toEqual([])
    await page.reload()
    await page.getByText('Your tokens are locked on this device.').waitFor()
    const dump = await page.evaluate(recordsOf)
    // B09: no key is left that opens anything, and no name or secret can be read.
    expect([dump.keys, dump.text.includes('alice'), dump.text.includes(secret)]).toEqual([
      0,
      false,
      false,
    ])
    expect(await axeFaults(page)).toEqual([])
    await page.getByLabel('Passphrase', { exact: true }).fill('not this one')
    await button('Unlock').click()
    await page.getByText('This does not open it.').waitFor()
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await button('Unlock').click()
    await open('')
    await expectRightCode(page, alice)
  })

  it('is asked for before secrets leave, locks all tabs at once, and comes off', async () => {
    await addToken(page, server.origin, alice)
    await setLock()
    await open('backup')
    await page.getByText('Type the passphrase of your lock first.').waitFor()
    const other = await context.newPage()
    await other.goto(`${server.origin}/authenticator/`)
    await other.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await other.getByRole('button', { name: 'Unlock', exact: true }).click()
    await tokens(other).first().waitFor()
    await open('lock')
    await button('Lock now').click()
    await other.getByText('Your tokens are locked on this device.').waitFor()
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await button('Unlock').click()
    await open('lock')
    await button('Turn the lock off').click()
    const question = page.getByRole('dialog')
    await question.getByLabel('Present passphrase', { exact: true }).fill(passphrase)
    await question.getByRole('button', { name: 'Turn the lock off' }).click()
    await page.getByText('There is no lock.').waitFor()
    await page.reload()
    await open('')
    await expectRightCode(page, alice)
  })

  it('opens by a passkey, too', async () => {
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        hasPrf: true,
        automaticPresenceSimulation: true,
      },
    })
    await addToken(page, server.origin, alice)
    await setLock()
    await page
      .getByRole('region')
      .or(page.locator('section'))
      .getByLabel('Present passphrase', { exact: true })
      .last()
      .fill(passphrase)
    await button('Add a passkey').click()
    await page.getByRole('button', { name: /Remove the passkey of/ }).waitFor()
    await button('Lock now').click()
    await button('Unlock with a passkey').click()
    await expectRightCode(page, alice)
  })
})

/** Lets the tab die at the nth write from now on: in the middle of whatever it is doing. */
const dieAtWrite = (victim: Page, nth: number): Promise<void> =>
  victim.evaluate((dying) => {
    let writes = 0
    const watch = (name: 'put' | 'add' | 'delete'): void => {
      const real = IDBObjectStore.prototype[name] as (...values: unknown[]) => IDBRequest
      Object.assign(IDBObjectStore.prototype, {
        [name](this: IDBObjectStore, ...values: unknown[]) {
          writes += 1
          if (writes === dying) {
            // oxlint-disable-next-line no-console -- what the test waits for
            console.info('dying')
            const until = Date.now() + 30_000
            while (Date.now() < until);
          }
          return real.apply(this, values)
        },
      })
    }
    watch('put')
    watch('add')
    watch('delete')
  }, nth)

/** The renderer is gone at once, as when a phone's system takes it away. */
const crashAt = async (victim: Page, action: () => Promise<void>): Promise<void> => {
  const session = await victim.context().newCDPSession(victim)
  const dying = victim.waitForEvent('console', { predicate: (one) => one.text() === 'dying' })
  // It may not come back: the page hangs where it dies.
  action().catch(() => undefined)
  await dying
  const crashed = victim.waitForEvent('crash')
  session.send('Page.crash').catch(() => undefined)
  await crashed
  await victim.close()
}

describe('B06 a tab that dies at any write', () => {
  it('while the lock is set leaves the old state or the new one', async () => {
    await addToken(page, server.origin, alice)
    await page.close()
    for (const nth of [1, 2, 3]) {
      const victim = await context.newPage()
      sayWhereItStood(victim)
      await victim.goto(`${server.origin}/authenticator/#lock`)
      await victim.getByLabel('New passphrase', { exact: true }).fill(passphrase)
      await victim.getByLabel('Type it again', { exact: true }).fill(passphrase)
      await dieAtWrite(victim, nth)
      const set = victim.getByRole('button', { name: 'Turn the lock on' })
      await crashAt(victim, () => set.click({ noWaitAfter: true }))
      const survivor = await context.newPage()
      await survivor.goto(`${server.origin}/authenticator/`)
      await expectRightCode(survivor, alice)
      await survivor.close()
    }
  })

  it('while tokens are imported leaves none of them or all', async () => {
    await addToken(page, server.origin, bob)
    await page.close()
    for (const nth of [1, 2, 3]) {
      const victim = await context.newPage()
      sayWhereItStood(victim)
      await victim.goto(`${server.origin}/authenticator/#import`)
      const chooser = victim.getByLabel('Backup or export file')
      await chooser.setInputFiles(file('a.json', aegisPlain))
      const save = victim.getByRole('button', { name: 'Import 3 tokens' })
      await save.waitFor()
      await dieAtWrite(victim, nth)
      await crashAt(victim, () => save.click({ noWaitAfter: true }))
      const survivor = await context.newPage()
      await survivor.goto(`${server.origin}/authenticator/`)
      await tokens(survivor).first().waitFor()
      expect(await tokens(survivor).count()).toBe(1)
      await survivor.close()
    }
  })
})
