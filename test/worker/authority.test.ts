/** Who may do what to whom: written down here by hand, and held against the table and the door. */
import { beforeAll, describe, expect, it } from 'vitest'
import { userActions } from '../../schema/api/user.ts'
import { type Role, roles } from '../../schema/policy.ts'
import { app } from '../../worker/app.ts'
import { type Action, authority, mayAct, reachOf, ruleOf } from '../../worker/domain/authority.ts'
import type { Client } from '../support/client.ts'
import { minutes, pass } from '../support/clock.ts'
import {
  ask,
  changedSince,
  deedsOf,
  insertFactor,
  insertPerson,
  isAboutPeople,
  isWrite,
  newGiven,
  snapshot,
  type Subject,
} from '../support/console.ts'
import { change } from '../support/database.ts'
import {
  addHolder,
  addPerson,
  house,
  signedIn,
  signIn,
  trustedBrowserOf,
} from '../support/people.ts'

const { worker, root } = house()

/** Whom an admin and a super admin reach; `-`: nobody. A user reaches nobody with any of it. */
const written = `
  action              admin  super-admin  oneself  fresh
  dashboard.read      all    all          yes      no
  clock.read          all    all          yes      no
  outbox.read         all    all          yes      no
  code.test           users  people       yes      yes
  users.list          all    all          yes      no
  users.form          all    all          yes      no
  users.import        -      system       yes      yes
  users.export        -      system       yes      yes
  user.read           all    all          yes      no
  user.policy         all    all          yes      no
  user.add            users  people       yes      yes
  user.edit           users  people       yes      yes
  user.second-factor  users  people       yes      yes
  user.trust-override -      people       yes      yes
  user.groups         -      people       yes      yes
  user.role           -      people       no       yes
  user.disable        users  people       no       yes
  user.delete         -      people       no       yes
  user.key            users  people       yes      yes
  user.reset          users  people       yes      yes
  user.unlock         users  people       yes      yes
  user.pass           users  people       no       yes
  user.ticket         users  people       no       yes
  user.password-reset users  people       no       yes
  groups.list         all    all          yes      no
  group.read          all    all          yes      no
  group.add           -      system       yes      yes
  group.order         -      system       yes      yes
  group.edit          -      system       yes      yes
  group.delete        -      system       yes      yes
  group.members       -      system       yes      yes
  series.list         all    all          yes      no
  series.read         all    all          yes      no
  series.import       -      system       yes      yes
  series.import-progress -   system       yes      no
  series.edit         -      system       yes      yes
  series.delete       -      system       yes      yes
  tokens.list         all    all          yes      no
  tokens.fleet        all    all          yes      no
  tokens.export       -      system       yes      yes
  token.read          all    all          yes      no
  token.assign        users  people       yes      yes
  token.unassign      users  people       yes      yes
  token.resync        users  people       yes      yes
  token.delete        pool   all          yes      yes
  settings.read       all    all          yes      no
  settings.history    all    all          yes      no
  settings.change     -      system       yes      yes
  policy.preview      -      system       yes      no
  applications.list   all    all          yes      no
  application.read    all    all          yes      no
  application.add     -      system       yes      yes
  application.edit    -      system       yes      yes
  application.disable -      system       yes      yes
  application.enable  -      system       yes      yes
  application.delete  -      system       yes      yes
  application.key     -      system       yes      yes
  application.key-delete -   system       yes      yes
  application.test    all    all          yes      no
  signing-keys.list   all    all          yes      no
  signing-keys.rotate -      system       yes      yes
  audit.read          all    all          yes      no
  audit.export        -      system       yes      yes`

const reaches: Record<string, readonly string[]> = {
  '-': [],
  system: ['system'],
  users: ['user'],
  pool: ['system', 'user'],
  people: roles,
  all: ['system', ...roles],
}
const table = written
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [action = '', admin = '', superAdmin = '', oneself, fresh] = line.trim().split(/\s+/)
    const reach = { user: [], admin: reaches[admin] ?? [], super_admin: reaches[superAdmin] ?? [] }
    return { action: action as Action, reach, own: oneself === 'yes', fresh: fresh === 'yes' }
  })
type Row = (typeof table)[number]

const may = ({ reach, own }: Row, role: Role, target: string, isOwn: boolean): boolean =>
  (reach[role] as readonly string[]).includes(target) && (own || !isOwn)

const actors: Partial<Record<Role, Subject & { browser: Client }>> = {}
const actor = (role: Role) => {
  const found = actors[role]
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}

beforeAll(async () => {
  for (const role of roles) {
    const person = await addPerson(root, { role })
    actors[role] = { ...person, role, browser: await signedIn(worker, person) }
  }
})

describe('R51 the table of authority', () => {
  it('is what is written down here', () => {
    const said = table.map(({ action, reach, own, fresh }) => ({ action, reach, own, fresh }))
    const is = (Object.keys(authority) as Action[]).map((action) => ({
      action,
      reach: Object.fromEntries(roles.map((role) => [role, reachOf(role, action)])),
      own: ruleOf(action).own,
      fresh: ruleOf(action).fresh,
    }))
    expect(is).toEqual(said)
  })

  it('has a row for every route of the console, and no row without one', () => {
    const routes = app.routes.flatMap(({ method, path }) =>
      method !== 'ALL' && path.startsWith('/api/admin/') ? [`${method} ${path}`] : [],
    )
    const ruled = table.map(({ action }) => authority[action].route)
    expect([...new Set(routes)].toSorted()).toEqual([...new Set<string>(ruled)].toSorted())
  })

  it('says of one person what it says of a role, and of oneself what is said of oneself', () => {
    for (const row of table.filter(({ action }) => isAboutPeople(action)))
      for (const role of roles)
        for (const target of roles)
          for (const id of role === target ? ['other', 'me'] : ['other'])
            expect([
              row.action,
              role,
              target,
              id,
              mayAct({ id: 'me', role }, row.action, { id, role: target }),
            ]).toEqual([row.action, role, target, id, may(row, role, target, id === 'me')])
  })
})

/** Those that are done to people who are there already. */
const isAboutOne = (action: Action) => isAboutPeople(action) && action !== 'user.add'

/** One of each role who has what the action is about, and oneself, where it is not about a newcomer. */
const targetsOf = async (action: Action, me: Subject): Promise<Subject[]> => {
  if (!isAboutPeople(action)) return [me]
  const others = await Promise.all(roles.map((role) => insertPerson(role)))
  if (action === 'user.pass') await Promise.all(others.map(({ id }) => insertFactor(id)))
  return action === 'user.add' ? others : [...others, me]
}

/** What came of it, in the answer, in the database and in the log. */
const outcomeOf = async (me: Subject & { browser: Client }, action: Action, person: Subject) => {
  const given = await newGiven(person, action)
  const before = isWrite(action) ? await snapshot() : new Map<string, string>()
  const deeds = await deedsOf(me.id)
  const { status, body } = await ask(me.browser, action, given)
  // Whose own token goes is signed out; here they stay for what comes next.
  await change(
    `UPDATE session SET security_stamp = (SELECT security_stamp FROM user WHERE id = ?1)
     WHERE user_id = ?1`,
    me.id,
  )
  const isDone = status < 300
  const lines = (await deedsOf(me.id)).slice(deeds.length)
  // Whoever tries out codes is counted, refused or not.
  const changed = isWrite(action) && !isDone ? await changedSince(before) : []
  return {
    answer: isDone ? 'done' : body.code,
    wronglyChanged: changed.filter((name) => name !== 'attempt'),
    log: lines.length === 0 ? 'nothing' : lines.every(isRefusal) ? 'refused' : 'done',
    isNamed: !isDone || !isWrite(action) || !isAboutOne(action) || lines.join().includes(person.id),
  }
}
const isRefusal = (line: string) => line.startsWith('authority-refused ')

describe.each(roles)('A01 R51 R54 as %s', (role) => {
  it.each(table)('$action reaches whom it says, and leaves a line', async (row) => {
    const { action } = row
    const me = actor(role)
    for (const person of await targetsOf(action, me)) {
      const isMine = person === me && isAboutOne(action)
      const allowed = may(row, role, isAboutPeople(action) ? person.role : 'system', isMine)
      const done = isWrite(action) ? 'done' : 'nothing'
      expect([person.role, isMine, await outcomeOf(me, action, person)]).toEqual([
        person.role,
        isMine,
        {
          answer: allowed ? 'done' : 'forbidden',
          wronglyChanged: [],
          log: allowed ? done : 'refused',
          isNamed: true,
        },
      ])
    }
  })
})

describe('what a person’s page offers', () => {
  it.each(['admin', 'super_admin'] as const)('to %s is what the door allows', async (role) => {
    const me = actor(role)
    const others = await Promise.all(roles.map((one) => insertPerson(one)))
    for (const person of [...others, me]) {
      const { body } = await me.browser.get(`/api/admin/users/${person.id}`)
      const allowed = table
        .filter((row) => may(row, role, person.role, person === me))
        .map(({ action }) => action.replace('user.', ''))
      expect(body.may.toSorted()).toEqual(
        userActions.filter((action) => allowed.includes(action)).toSorted(),
      )
    }
  })
})

describe('R21 C09 a dangerous action asks who sits there, and does nothing before', () => {
  /** The actions that ask for a step-up, and what was written meanwhile. */
  const askedOf = async (browser: Client, actorId: string) => {
    const person = await insertPerson('user')
    await insertFactor(person.id)
    const given = await newGiven(person)
    const [before, deeds] = [await snapshot(), await deedsOf(actorId)]
    const asking: Action[] = []
    for (const { action } of table) {
      const { body } = await ask(browser, action, given)
      if (body?.code === 'step_up_required') asking.push(action)
    }
    const added = (await deedsOf(actorId)).slice(deeds.length)
    // It does nothing, and is no danger: but somebody looked.
    const lines = added.filter((line) => !line.startsWith('application-tested '))
    return { asking, changed: await changedSince(before), lines }
  }
  const dangerous = table.filter(({ fresh }) => fresh).map(({ action }) => action)

  it('after sixteen minutes', async () => {
    const { id, browser } = actor('super_admin')
    pass(minutes(16))
    expect(await askedOf(browser, id)).toEqual({ asking: dangerous, changed: [], lines: [] })
  })

  it('where a trusted browser spared the factor', async () => {
    await change(
      `INSERT INTO setting (name, value, updated_at) VALUES ('trust.super_admin', 'true', 0)`,
    )
    const holder = await addHolder(worker, root, { role: 'super_admin' })
    const browser = await trustedBrowserOf(worker, holder)
    expect((await signIn(browser, holder)).body.status).toBe('authenticated')
    expect(await askedOf(browser, holder.id)).toEqual({
      asking: dangerous,
      changed: [],
      lines: [],
    })
    await change('DELETE FROM setting')
  })
})
