import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import type { PartProps } from './application-page.tsx'

/** Shuts it for a while, or for good. */
export const EndSection = ({ model, app }: PartProps) => (
  <>
    {app.disabledAt === null ? (
      <Section
        title="Disable this application"
        lead="Nobody gets in until you enable it again."
        action={
          <Button kind="danger-quiet" onClick={() => model.ask('disable')}>
            Disable
          </Button>
        }
      />
    ) : (
      <Section
        title="Enable this application"
        lead="People get in again, and its keys count again."
        action={
          <Button
            busy={model.change.busy.value === 'enable'}
            onClick={() => void model.turn('enable')}
          >
            Enable
          </Button>
        }
      />
    )}
    <Section
      title="Delete this application"
      lead="Its keys, its rules and all access to it end for good."
      action={
        <Button kind="danger-quiet" onClick={() => model.ask('delete')}>
          Delete application
        </Button>
      }
    />
  </>
)
