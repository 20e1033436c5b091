/** Runs the test projects and counts what they say. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { inRoot } from './place.mjs'
import { run } from './process.mjs'

/** The arguments that run some of the projects of test/vitest.config.ts. */
export const configured = (projects) => [
  'run',
  '--config',
  'test/vitest.config.ts',
  ...projects.map((name) => `--project=${name}`),
]

const REPORT = inRoot('dist/test-report.json')

/**
 * A file that cannot even be loaded has no tests to count, and an error outside of all tests
 * belongs to none: each counts as one failure, so that neither can hide.
 */
const count = (crashed) => {
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(REPORT, 'utf8'))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  return { passed: report.numPassedTests, failed: crashed && failed === 0 ? 1 : failed }
}

/** @returns {Promise<{ passed: number, failed: number }>} */
export const runVitest = async (env) => {
  rmSync(REPORT, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const args = [
    ...configured(['unit', 'worker', 'e2e', 'timing']),
    ...reporters,
    ...process.argv.slice(2),
  ]
  const crashed = await run('vitest', args, { env, show: true }).then(
    () => false,
    () => true,
  )
  return count(crashed)
}
