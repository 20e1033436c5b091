import * as v from 'valibot'
import { line } from './text.ts'

/** One page of a list; `next` is the cursor for what follows, null at the end. */
export type Page<Item> = { items: Item[]; next: string | null }

/** `?search=&after=`: `after` is the cursor that the page before handed out. */
export const PageQuery = v.strictObject({
  search: v.optional(line(64)),
  after: v.optional(line(256)),
})
