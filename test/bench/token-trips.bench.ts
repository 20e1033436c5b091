/** How often an import of tokens goes to D1, and with how many statements. */
import { expect, it } from 'vitest'
import { setUp } from '../support/people.ts'
import { bring, newSeeds } from '../support/seed-file.ts'
import { testedWorker } from '../support/worker.ts'

const SIZES = [1_000, 10_000, 100_000]
const worker = testedWorker()

it('imports tokens', async () => {
  const root = await setUp(worker)
  const lines: string[] = []
  for (const rows of SIZES) {
    const seeds = newSeeds(rows)
    worker.d1.reset()
    expect((await bring(root, seeds)).counts.new).toBe(rows)
    const [trips, statements] = [worker.d1.trips(), worker.d1.statements()]
    lines.push(
      `import of ${String(rows).padStart(6)} tokens: ${trips} trips, ${statements} statements`,
    )
    // D1 allows a thousand for one request.
    expect(statements).toBeLessThan(500)
  }
  console.log(lines.join('\n'))
})
