/** Accessibility faults of a page as axe-core sees them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

// Without its comments and long names it is half as much to read, for every page that is looked at.
const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is still fading has another contrast than it will have. What never ends (a spinner) is not waited for. */
const isStill = (): boolean =>
  document.querySelector('.loading') === null &&
  document
    .getAnimations()
    .every(
      ({ playState, effect }) =>
        playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
    )

/** One line per fault, so that an assertion on an empty list says what is wrong. */
export const axeFaults = async (page: Page): Promise<string[]> => {
  await page.waitForFunction(isStill)
  // Evaluated by the debugger: a page's own content policy does not apply.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(script)
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
