/** One page of a list; `next` is the cursor for what follows, null at the end. */
export type Page<Item> = { items: Item[]; next: string | null }
