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

/**
 * A file that cannot even be loaded has no tests to count, and an error outside of all tests
 * belongs to none: each counts as one failure, so that neither can hide.
 */
const count = (file, crashed) => {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  return { passed: report.numPassedTests, failed: crashed && failed === 0 ? 1 : failed }
}

const runProjects = async (env, projects) => {
  const report = inRoot(`dist/test-report-${projects.join('-')}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [...configured(projects), ...reporters, ...process.argv.slice(2)]
  const crashed = await run('vitest', args, { env, show: true }).then(
    () => false,
    () => true,
  )
  return count(report, crashed)
}

/**
 * Browsers wait for half of their time, and one run of Vitest takes one kind of tests after the other:
 * two runs side by side fill the waits. What compares times runs alone, after them.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export const runVitest = async (env) => {
  const beside = await Promise.all([
    runProjects(env, ['e2e']),
    runProjects(env, ['unit', 'worker']),
  ])
  const all = [...beside, await runProjects(env, ['timing'])]
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}
