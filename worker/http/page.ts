import type { Page } from '../../schema/api/page.ts'

/** How many items a list answers with at a time. */
export const pageSize = 50

/**
 * A page of what was found, and where the next begins.
 *
 * @param found one more than a page, so that it is known whether anything follows
 */
export const pageOf = <Row, Item>(
  found: Row[],
  cursorOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> => {
  const rows = found.slice(0, pageSize)
  const last = rows.at(-1)
  return {
    items: rows.map(toItem),
    next: last !== undefined && found.length > pageSize ? cursorOf(last) : null,
  }
}
