import type { TestedCode } from '../../../schema/api/test-code.ts'
import { Notice } from '../../ui/notice.tsx'

type TestResultProps = { username: string; result: TestedCode }

/** What would happen to a code at sign-in, in plain words. */
export const TestResult = ({ username, result }: TestResultProps) => {
  const { kind, title, text } = wordsOf(username, result)
  return (
    <Notice kind={kind} title={title}>
      <p>{text}</p>
      {result.key && <KeyFacts result={result} />}
    </Notice>
  )
}

type Words = { kind: 'success' | 'warning' | 'error'; title: string; text: string }

const wordsOf = (username: string, { result, steps, window, key }: TestedCode): Words => {
  switch (result) {
    case 'matched':
      return {
        kind: 'success',
        title: 'This code is right',
        text: `${username} can sign in with it. ${driftOf(steps ?? 0, key?.period ?? 30)}`,
      }
    case 'spent':
      return {
        kind: 'warning',
        title: 'This code is right, but was used already',
        text: 'Each code works once. Wait for the next one.',
      }
    case 'outside-window':
      return {
        kind: 'warning',
        title: 'The code is from the right key, but at the wrong time',
        text: `${driftOf(steps ?? 0, key?.period ?? 30)} Only ${stepsOf(window)} on each side are accepted: set the clock of that device to automatic.`,
      }
    case 'no-match':
      return {
        kind: 'error',
        title: 'This code is wrong',
        text: `It comes from none of the keys of ${username}, now or around now. It may be mistyped, or come from another entry of the app.`,
      }
    case 'no-key':
      return {
        kind: 'warning',
        title: 'There is no key',
        text: `${username} has no authenticator app set up.`,
      }
  }
}

const stepsOf = (count: number): string => (count === 1 ? '1 step' : `${count} steps`)

/** How the device's clock stands, as the code shows it. */
const driftOf = (steps: number, period: number): string => {
  if (steps === 0) return 'The clock of the device is right.'
  const away = `${stepsOf(Math.abs(steps))} (about ${Math.abs(steps) * period} seconds)`
  return `The clock of the device is ${away} ${steps < 0 ? 'slow' : 'fast'}.`
}

const KeyFacts = ({ result: { key, now } }: { result: TestedCode }) =>
  key && (
    <dl class="test-page__key">
      <dt>Key</dt>
      <dd>{key.name}</dd>
      <dt>Codes</dt>
      <dd>{`${key.digits} digits, every ${key.period} s, ${key.algorithm}`}</dd>
      <dt>Step of the server</dt>
      <dd>{Math.floor(now / 1000 / key.period)}</dd>
    </dl>
  )
