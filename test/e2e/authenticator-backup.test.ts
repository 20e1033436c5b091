import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { addToken, expectRightCode, tokens } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { aegisPlain } from '../support/foreign-file.ts'
import { aegisSealed, passphrase as aegisPassphrase } from '../support/foreign-seal.ts'
import { installation } from '../support/installation.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const alice = `otpauth://totp/Bank:alice?secret=${secret}&issuer=Bank`
const bob = `otpauth://totp/Mail:bob?secret=JBSWY3DPEHPK3PXP&issuer=Mail&digits=8&algorithm=SHA256`
const passphrase = 'correct horse battery'

const app = installation()

const makeBackup = async (): Promise<string> => {
  await app.open('backup')
  await app.page.getByLabel('Passphrase', { exact: true }).first().fill(passphrase)
  await app.button('Make the backup').click()
  await app.button('Copy the text').click()
  return app.page.evaluate(() => navigator.clipboard.readText())
}

describe('a backup', () => {
  it('carries the tokens to a new device, and counts once it was opened again', async () => {
    await addToken(app.page, app.origin, alice)
    await addToken(app.page, app.origin, bob)
    const text = await makeBackup()
    expect(await axeFaults(app.page)).toEqual([])
    await app.page.getByLabel('Passphrase', { exact: true }).fill('something else')
    await app.button('Check the backup').click()
    await app.page.getByText('This does not open the backup').waitFor()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Check the backup').click()
    await app.page.getByText('It opens with your passphrase, and 2 tokens are in it.').waitFor()
    await app.open('settings')
    await app.open('backup')
    await app.page.getByText(/The last backup was on .*, with 2 tokens/).waitFor()
    await app.page.getByText('Nothing has been added since.').waitFor()

    await app.renew()
    await app.page.goto(`${app.origin}/authenticator/#import`)
    await app.page.getByLabel('Or paste the text').fill(`> ${text.replace(/.{70}/g, '$&\n> ')}`)
    await app.button('Read it').click()
    await app.page.getByLabel('Passphrase', { exact: true }).fill('wrong one, this')
    await app.button('Open').click()
    await app.page.getByText('This is not the passphrase. Nothing was changed.').waitFor()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Open').click()
    await app.button('Import 2 tokens').waitFor()
    expect(await axeFaults(app.page)).toEqual([])
    await app.button('Import 2 tokens').click()
    await app.page.getByText('2 new tokens').waitFor()
    await app.page.getByRole('link', { name: 'Show my tokens' }).click()
    await expectRightCode(app.page, alice, 0)
    await expectRightCode(app.page, bob, 1)
  })

  it('goes out as a file, as QR codes, to Aegis, and unencrypted only after a warning', async () => {
    await addToken(app.page, app.origin, alice)
    const text = await makeBackup()
    const saved = app.page.waitForEvent('download')
    await app.button('Save as a file').click()
    expect((await readFile(await (await saved).path(), 'utf8')).trim()).toBe(text)
    await app.button('Show as QR codes').click()
    await app.page.getByText('QR code 1 of').waitFor()
    await app.open('settings')
    await app.open('backup')
    await app.page.getByText('Move to another app').click()
    await app.button('List of links, not encrypted').click()
    const plain = app.page.waitForEvent('download')
    await app.button('Save it unencrypted').click()
    expect(await readFile(await (await plain).path(), 'utf8')).toContain(secret)
  })
})

/** Runs in the page: the records are there, and nobody can open them. */
const damageAll = async (): Promise<void> => {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    })
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name))
    if (database.objectStoreNames.contains('tokens')) {
      const store = database.transaction('tokens', 'readwrite').objectStore('tokens')
      for (const record of await done(store.getAll()))
        await done(store.put({ ...record, ciphertext: new ArrayBuffer(64) }))
    }
    database.close()
  }
}

describe('a vault that does not open', () => {
  it('takes its tokens back from the backup, beside what cannot be read', async () => {
    await addToken(app.page, app.origin, alice)
    const text = await makeBackup()
    await app.page.evaluate(damageAll)
    await app.page.goto(`${app.origin}/authenticator/#import`)
    await app.page.reload()
    await app.page.getByLabel('Or paste the text').fill(text)
    await app.button('Read it').click()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await app.button('Open').click()
    await app.button('Import 1 token').click()
    await app.page.getByText('1 new token').last().waitFor()
    await app.page.getByRole('link', { name: 'Show my tokens' }).click()
    await expectRightCode(app.page, alice, 0)
  })
})

describe('in a tab on an iPhone', () => {
  it('the app is to be installed first, and says how tokens get there', async () => {
    await app.page.addInitScript(() => {
      Object.defineProperty(navigator, 'standalone', { value: false })
    })
    await app.page.reload()
    await app.page.getByText('Install this app first').waitFor()
    expect(await axeFaults(app.page)).toEqual([])
    await addToken(app.page, app.origin, alice)
    await app.open('backup')
    await app.page.getByText('The installed app does not see the tokens of this tab.').waitFor()
  })
})

const file = (name: string, content: unknown) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(content)),
})

const chooseFile = (content: unknown) =>
  app.page.getByLabel('Backup or export file').setInputFiles(file('export.json', content))

describe('an import', () => {
  it('says what is new, here already, of a taken name and not readable, and overwrites nothing', async () => {
    await addToken(
      app.page,
      app.origin,
      `otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example`,
    )
    await app.open('import')
    await chooseFile(aegisPlain)
    await app.page.getByText('Read from').waitFor()
    const counts = await app.page.locator('.counts dd').allTextContents()
    expect(counts).toEqual(['2', '0', '1', '2'])
    await app.button('Import 3 tokens').click()
    await app.page.getByText('3 new tokens').waitFor()
    await app.page.getByRole('button', { name: 'Import something else' }).click()
    await chooseFile(aegisPlain)
    await app.button('Nothing to import').waitFor()
    await app.open('')
    await tokens(app.page).nth(3).waitFor()
    expect(await tokens(app.page).count()).toBe(4)
  })

  it('of an encrypted file asks for its passphrase', async () => {
    await app.open('import')
    await chooseFile(aegisSealed())
    await app.page.getByRole('heading', { name: /Aegis.*, encrypted/ }).waitFor()
    await app.page.getByLabel('Passphrase', { exact: true }).fill(aegisPassphrase)
    await app.button('Open').click()
    await app.button('Import 3 tokens').click()
    await app.page.getByText('3 new tokens').waitFor()
    await app.open('')
    await expect.poll(() => tokens(app.page).count()).toBe(3)
  })

  it('B01 of a damaged backup changes nothing and says so', async () => {
    await addToken(app.page, app.origin, alice)
    const text = await makeBackup()
    await app.open('import')
    await app.page.getByLabel('Or paste the text').fill(text.replace(/.{30}$/, ''))
    await app.button('Read it').click()
    await app.page.getByText('The end is missing. Copy all of the text.').waitFor()
    await app.open('')
    expect(await tokens(app.page).count()).toBe(1)
  })
})
