/** Puts one thing of a list in another place. Places beyond an end are that end. */
export const moved = <T>(items: readonly T[], from: number, to: number): readonly T[] => {
  const place = Math.max(0, Math.min(items.length - 1, to))
  const item = items[from]
  if (item === undefined || place === from) return items
  return items.toSpliced(from, 1).toSpliced(place, 0, item)
}

/** Pinned ones stay before the others: the places that one of them may take. */
export const placesFor = (
  items: readonly { pinned: boolean }[],
  at: number,
): { first: number; last: number } => {
  const pinned = items.filter((item) => item.pinned).length
  return items[at]?.pinned
    ? { first: 0, last: pinned - 1 }
    : { first: pinned, last: items.length - 1 }
}
