/** Accessibility faults of a page as axe-core sees them. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** One line per fault, so that an assertion on an empty list says what is wrong. */
export const axeFaults = async (page: Page): Promise<string[]> => {
  // What fades in on a busy machine has no contrast yet.
  await page.waitForFunction(() => document.querySelector('.loading') === null)
  // Evaluated by the debugger: a page's own content policy does not apply.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async (tags) => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axe }
    const result = await injected.run({ runOnly: { type: 'tag', values: tags } })
    return result.violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map((node) => String(node.target)),
    }))
  }, RULES)
  return violations.map(({ id, where }) => `${id}: ${where.join(', ')}`)
}
