/**
 * `npm test`: sets up what is missing and checks everything. The last line is always
 * `N passed, N failed`: each test counts, and each other step counts as one.
 */
import { rmSync } from 'node:fs'
import { findShell, haveChromium, missingChromium } from './chromium.mjs'
import { migrateDatabase } from './database.mjs'
import { installFromDebian } from './debian.mjs'
import { installDependencies } from './dependencies.mjs'
import { inRoot } from './place.mjs'
import { run, sayAndExit, stopOnSignal } from './process.mjs'
import { haveProxies, missingProxies } from './proxies.mjs'
import { runVitest } from './vitest.mjs'
import { buildWebApp } from './web-app.mjs'

const total = { passed: 0, failed: 0 }

const report = (name, started, good) => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.padStart(6)} s`)
}

const step = async (name, work) => {
  const started = performance.now()
  try {
    await work()
    total.passed += 1
    report(name, started, true)
  } catch (error) {
    total.failed += 1
    report(name, started, false)
    console.error(error.message)
  }
}

const tests = async (browsers) => {
  const started = performance.now()
  const { passed, failed } = await runVitest(browsers)
  total.passed += passed
  total.failed += failed
  report('tests', started, failed === 0)
}

/** They look up the same types over and over where several threads share the work, and tidy up more than they keep. */
const alone = { env: { GOMAXPROCS: '1', GOGC: '400' } }

/** Type-aware lint fills one core, the compiler and the short ones the other. */
const checks = () =>
  Promise.all([
    step('types', () => run('tsc', ['-b', '--singleThreaded'], alone)).then(() =>
      step('database', () => migrateDatabase({ state: inRoot('dist/test-state') })),
    ),
    step('format', () => run('oxfmt', ['--check'])).then(() =>
      step('lint', () => run('oxlint', ['--type-aware'], alone)),
    ),
  ])

const dryRun = () => {
  const outDirectory = inRoot('dist/worker')
  rmSync(outDirectory, { recursive: true, force: true })
  return run('wrangler', ['deploy', '--dry-run', '--outdir', outDirectory])
}

const test = async () => {
  stopOnSignal()
  // Both wait for disks and networks more than they compute.
  await Promise.all([
    step('install', installDependencies),
    step('packages', () => installFromDebian([...missingChromium(), ...missingProxies()])),
  ])
  const browsers = { LATCHKEY_CHROMIUM: '', LATCHKEY_SHELL: '' }
  await step('chromium', async () => {
    browsers.LATCHKEY_CHROMIUM = await haveChromium()
    browsers.LATCHKEY_SHELL = findShell() ?? ''
  })
  await step('proxies', haveProxies)
  await step('build', () => buildWebApp({ force: true }))
  await checks()
  await step('deploy:check', dryRun)
  await tests(browsers)
}

await test().catch(sayAndExit)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
