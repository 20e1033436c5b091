import { describe, expect, it } from 'vitest'
import type { Page } from '../../schema/api/page.ts'
import { createPaged } from '../../pwa/state/paged.ts'

/** A list of numbers, two a page, each page held back until the test lets it go. */
const held = () => {
  const waiting: (() => void)[] = []
  let from = 1
  const fetchPage = async (after?: string): Promise<Page<number>> => {
    const start = after === undefined ? from : Number(after)
    await new Promise<void>((resolve) => waiting.push(resolve))
    return { items: [start, start + 1], next: start < 13 ? String(start + 2) : null }
  }
  const release = async (work: Promise<void>): Promise<void> => {
    waiting.shift()?.()
    await work
  }
  return { fetchPage, release, restartAt: (at: number) => (from = at) }
}

const valueOf = (list: ReturnType<typeof createPaged<number>>) => {
  const { value } = list.state
  return value.kind === 'ready' ? value.value : value.kind
}

describe('a list that comes page by page', () => {
  it('puts further pages after the first, until there is no more', async () => {
    const { fetchPage, release, restartAt } = held()
    restartAt(11)
    const list = createPaged(fetchPage)
    expect(valueOf(list)).toBe('loading')
    await release(list.load())
    expect([valueOf(list), list.more.value]).toEqual([[11, 12], true])
    await release(list.loadMore())
    expect([valueOf(list), list.more.value]).toEqual([[11, 12, 13, 14], false])
  })

  it('drops a page that comes after the list was fetched anew', async () => {
    const { fetchPage, release, restartAt } = held()
    const list = createPaged(fetchPage)
    await release(list.load())
    restartAt(101)
    const anew = list.load()
    const more = list.loadMore()
    await release(anew)
    await release(more)
    expect(valueOf(list)).toEqual([101, 102])
  })

  it('forgets further pages when the list is fetched anew', async () => {
    const { fetchPage, release } = held()
    const list = createPaged(fetchPage)
    await release(list.load())
    await release(list.loadMore())
    await release(list.load())
    expect(valueOf(list)).toEqual([1, 2])
  })
})
