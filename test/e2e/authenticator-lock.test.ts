import { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { addToken, expectRightCode, tokens } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { sayWhereItStood } from '../support/browser.ts'
import { aegisPlain } from '../support/foreign-file.ts'
import { installation } from '../support/installation.ts'
import { recordsOf } from '../support/vault-dump.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const alice = `otpauth://totp/Bank:alice?secret=${secret}&issuer=Bank`
const bob = `otpauth://totp/Mail:bob?secret=JBSWY3DPEHPK3PXP&issuer=Mail&digits=8&algorithm=SHA256`
const passphrase = 'correct horse battery'

const app = installation()

const setLock = async (): Promise<void> => {
  await app.open('lock')
  await app.page.getByLabel('New passphrase', { exact: true }).fill(passphrase)
  await app.page.getByLabel('Type it again', { exact: true }).fill(passphrase)
  await app.button('Turn the lock on').click()
  await app.button('Lock now').waitFor()
}

describe('a lock', () => {
  it('keeps the tokens from whoever has the device, and gives them to whoever knows the passphrase', async () => {
    await addToken(app.page, app.origin, alice)
    await setLock()
    expect(await axeFaults(app.page)).toEqual([])
    await app.page.reload()
    await app.page.getByText('Your tokens are locked on this device.').waitFor()
    const dump = await app.page.evaluate(recordsOf)
    // B09: no key is left that opens anything, and no name or secret can be read.
    expect([dump.keys, dump.text.includes('alice'), dump.text.includes(secret)]).toEqual([
      0,
      false,
      false,
    ])
    expect(await axeFaults(app.page)).toEqual([])
    await app.page.getByLabel('Passphrase', { exact: true }).fill('not this one')
    await app.button('Unlock').click()
    await app.page.getByText('This does not open it.').waitFor()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Unlock').click()
    await app.open('')
    await expectRightCode(app.page, alice)
  })

  it('is asked for before secrets leave, locks all tabs at once, and comes off', async () => {
    await addToken(app.page, app.origin, alice)
    await setLock()
    await app.open('backup')
    await app.page.getByText('Type the passphrase of your lock first.').waitFor()
    const other = await app.context.newPage()
    await other.goto(`${app.origin}/authenticator/`)
    await other.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await other.getByRole('button', { name: 'Unlock', exact: true }).click()
    await tokens(other).first().waitFor()
    await app.open('lock')
    await app.button('Lock now').click()
    await other.getByText('Your tokens are locked on this device.').waitFor()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Unlock').click()
    await app.open('lock')
    await app.button('Turn the lock off').click()
    const question = app.page.getByRole('dialog')
    await question.getByLabel('Present passphrase', { exact: true }).fill(passphrase)
    await question.getByRole('button', { name: 'Turn the lock off' }).click()
    await app.page.getByText('There is no lock.').waitFor()
    await app.page.reload()
    await app.open('')
    await expectRightCode(app.page, alice)
  })

  it('opens by a passkey, too', async () => {
    const session = await app.context.newCDPSession(app.page)
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
    await addToken(app.page, app.origin, alice)
    await setLock()
    await app.page
      .getByRole('region')
      .or(app.page.locator('section'))
      .getByLabel('Present passphrase', { exact: true })
      .last()
      .fill(passphrase)
    await app.button('Add a passkey').click()
    await app.page.getByRole('button', { name: /Remove the passkey of/ }).waitFor()
    await app.button('Lock now').click()
    await app.button('Unlock with a passkey').click()
    await expectRightCode(app.page, alice)
  })
})

/** Runs in the page: the vault as the first release left it, with one token in it. */
const leaveVersion1 = async ({ key, now }: { key: string; now: number }): Promise<void> => {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    })
  const opening = indexedDB.open('latchkey-authenticator', 1)
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('keys')
    opening.result.createObjectStore('tokens', { keyPath: 'id' })
  })
  const database = await done(opening)
  const usages: KeyUsage[] = ['encrypt', 'decrypt']
  const vault = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, usages)
  const id = crypto.randomUUID()
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const token = { issuer: 'Bank', account: 'alice', algorithm: 'SHA1', digits: 6, period: 30 }
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`latchkey token 1 ${id}`) },
    vault,
    new TextEncoder().encode(JSON.stringify({ ...token, key, createdAt: now })),
  )
  const transaction = database.transaction(['keys', 'tokens'], 'readwrite')
  transaction.objectStore('keys').put(vault, 'vault')
  await done(transaction.objectStore('tokens').put({ id, version: 1, iv, ciphertext }))
  database.close()
}

describe('a vault of the first release', () => {
  it('opens in two tabs at once, is sealed anew, and can be locked', async () => {
    await app.renew()
    // A page of that origin, before the app of today is there.
    const place = `${app.origin}/authenticator/`
    const body = '<link rel="icon" href="data:," />'
    await app.page.route(place, (route) => route.fulfill({ contentType: 'text/html', body }))
    await app.page.goto(place)
    await app.page.evaluate(leaveVersion1, { key: secret, now: Date.now() })
    await app.page.unroute(place)
    const other = await app.context.newPage()
    await Promise.all([
      app.page.goto(`${app.origin}/authenticator/`),
      other.goto(`${app.origin}/authenticator/`),
    ])
    await expectRightCode(app.page, alice)
    await expectRightCode(other, alice)
    await setLock()
    await app.page.reload()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Unlock').click()
    await app.open('')
    await expectRightCode(app.page, alice)
  })
})

const file = (name: string, content: unknown) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(content)),
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
    await addToken(app.page, app.origin, alice)
    await app.page.close()
    for (const nth of [1, 2, 3]) {
      const victim = await app.context.newPage()
      sayWhereItStood(victim)
      await victim.goto(`${app.origin}/authenticator/#lock`)
      await victim.getByLabel('New passphrase', { exact: true }).fill(passphrase)
      await victim.getByLabel('Type it again', { exact: true }).fill(passphrase)
      await dieAtWrite(victim, nth)
      const set = victim.getByRole('button', { name: 'Turn the lock on' })
      await crashAt(victim, () => set.click({ noWaitAfter: true }))
      const survivor = await app.context.newPage()
      await survivor.goto(`${app.origin}/authenticator/`)
      await expectRightCode(survivor, alice)
      await survivor.close()
    }
  })

  it('while tokens are imported leaves none of them or all', async () => {
    await addToken(app.page, app.origin, bob)
    await app.page.close()
    for (const nth of [1, 2, 3]) {
      const victim = await app.context.newPage()
      sayWhereItStood(victim)
      await victim.goto(`${app.origin}/authenticator/#import`)
      const chooser = victim.getByLabel('Backup or export file')
      await chooser.setInputFiles(file('a.json', aegisPlain))
      const save = victim.getByRole('button', { name: 'Import 3 tokens' })
      await save.waitFor()
      await dieAtWrite(victim, nth)
      await crashAt(victim, () => save.click({ noWaitAfter: true }))
      const survivor = await app.context.newPage()
      await survivor.goto(`${app.origin}/authenticator/`)
      await tokens(survivor).first().waitFor()
      expect(await tokens(survivor).count()).toBe(1)
      await survivor.close()
    }
  })
})
