/** What people do on the portal and in the console, by the names that they see. */
import type { Page } from 'playwright-core'

export type Credentials = { username: string; password: string }

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true })
export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true, level: 1 })
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

/** Opens the one-time link and makes the first super admin. */
export const setUp = async (page: Page, link: string, who: Credentials): Promise<void> => {
  await page.goto(link)
  await field(page, 'Username').fill(who.username)
  await field(page, 'Password').fill(who.password)
  await button(page, 'Create administrator').click()
}

export const submitPassword = async (page: Page, who: Credentials): Promise<void> => {
  await field(page, 'Username').fill(who.username)
  await field(page, 'Password').fill(who.password)
  await button(page, 'Sign in').click()
}

type CodeOptions = { trust?: boolean; submit?: string }

export const submitCode = async (page: Page, code: string, options: CodeOptions = {}) => {
  await field(page, 'Code').fill(code)
  if (options.trust) await page.getByLabel('Trust this browser').check()
  await button(page, options.submit ?? 'Continue').click()
}

/** Adds a person who must use a second factor, and keeps the password that they are told. */
export const addPerson = async (page: Page, who: Credentials): Promise<void> => {
  await page.getByRole('link', { name: 'Add person' }).first().click()
  await field(page, 'Username').fill(who.username)
  await field(page, 'Password').fill(who.password)
  await page.getByLabel('Ask for a new password at the first sign-in').uncheck()
  await page.getByLabel('Second factor required').check()
  await button(page, 'Add person').click()
  await heading(page, `${who.username} was added`).waitFor()
}

export const signOut = async (page: Page): Promise<void> => {
  await button(page, 'Sign out').click()
  await heading(page, 'Sign in').waitFor()
}
