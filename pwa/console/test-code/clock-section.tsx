import type { Resource } from '../../state/resource.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import type { ClockOffset } from '../state/test-code.ts'

/** Beyond that a clock is worth a word, in milliseconds: a sixth of a code's usual life. */
const worthAWord = 5000

/** The Worker's clock against this browser's. */
export const ClockSection = ({ clock }: { clock: Resource<ClockOffset> }) => (
  <Section
    title="Clocks"
    lead="Codes hang on the time of day: a device whose clock is off makes wrong codes."
    action={
      <Button small onClick={() => void clock.load()}>
        Check again
      </Button>
    }
  >
    <Loaded state={clock.state.value} onRetry={() => void clock.load()}>
      {(offset) => <Offset {...offset} />}
    </Loaded>
  </Section>
)

const Offset = ({ ahead, uncertainty }: ClockOffset) => {
  const off = Math.abs(ahead) > worthAWord
  const way = ahead > 0 ? 'ahead of' : 'behind'
  return off ? (
    <Notice kind="warning" title={`This device is ${seconds(ahead)} ${way} the server`}>
      <p>Set its clock to automatic. If other devices agree with it, look at the server’s clock.</p>
    </Notice>
  ) : (
    <Notice kind="success" title="This device and the server agree">
      <p>{`They are at most ${seconds(Math.abs(ahead) + uncertainty)} apart.`}</p>
    </Notice>
  )
}

/** '0.3 seconds', '2 minutes' */
const seconds = (milliseconds: number): string => {
  const away = Math.max(Math.abs(milliseconds) / 1000, 0.1)
  if (away < 90) return `${away.toFixed(1)} seconds`
  return `${Math.round(away / 60).toLocaleString('en')} minutes`
}
