import { Hono } from 'hono'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { daysOf } from '../../domain/tally.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { countCoverage } from '../../jobs/coverage.ts'
import {
  type Concerned,
  listCloned,
  listDrifting,
  listLocked,
  listReported,
  listUnprotectedAdmins,
} from '../../store/alert.ts'
import { type Coverage, readCoverage } from '../../store/coverage.ts'
import { readTally } from '../../store/tally.ts'
import { trip } from '../../store/trip.ts'

const daysShown = 30
const daysReported = 7
/** Time enough to hand out another token. */
const daysOfNotice = 30
const mostCounted = 100
const mostNamed = 5

/** How the door is doing. What reads everybody is counted ahead, and kept. */
export const dashboard = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  authorize('dashboard.read'),
  async (c) => {
    const db = c.env.DB
    const { now } = c.var
    const today = Math.floor(now / 86_400)
    const sinceDay = today - daysShown + 1
    const { driftSteps: atLeast } = c.var.caller.policy.totp
    const leavesBefore = now + daysOfNotice * 86_400
    const read = await trip(db, {
      tally: readTally(db, sinceDay),
      coverage: readCoverage(db),
      locked: listLocked(db, now, mostCounted),
      drifting: listDrifting(db, { atLeast, leavesBefore }, mostCounted),
      reported: listReported(db, now - daysReported * 86_400, mostCounted),
      cloned: listCloned(db, now - daysReported * 86_400, mostCounted),
      unprotectedAdmins: listUnprotectedAdmins(db, mostCounted),
    })
    const { coverage, reported, cloned, unprotectedAdmins } = read
    const shown: Dashboard = {
      days: daysOf(read.tally, sinceDay, today),
      coverage: coverage && isFresh(coverage, now) ? coverage : await countCoverage(db, now),
      alerts: {
        locked: summaryOf(read.locked),
        drifting: summaryOf(read.drifting),
        reported,
        cloned,
        unprotectedAdmins,
      },
    }
    return c.json(shown)
  },
)

/** Few people are counted anew whenever somebody looks; many, by the cron job, and here if that is late. */
const isFresh = ({ at, people }: Coverage, now: number): boolean =>
  at > now - (people > 2000 ? 1800 : 0)

const summaryOf = (concerned: Concerned[]) => ({
  people: concerned.length,
  examples: concerned.slice(0, mostNamed),
})
