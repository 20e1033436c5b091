import { useState } from 'preact/hooks'
import type { ChangeModel } from '../../state/change.ts'
import { errorAt } from '../../state/fault.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/title.tsx'
import { TypedCodeField } from '../../ui/typed-code-field.tsx'

type TicketStepProps = {
  change: ChangeModel
  onSubmit: (ticket: string) => void
  onStartOver: () => void
}

/** Before a first factor is set up, where the password alone is not enough for that. */
export const TicketStep = ({ change, onSubmit, onStartOver }: TicketStepProps) => {
  const [ticket, setTicket] = useState('')
  const fault = change.fault.value
  const off = ticket.trim() === '' || fault?.until !== undefined
  return (
    <div class="stack stack--wide">
      <Title lead="You need a second factor, and a ticket to set one up. Ask your administrator for an enrollment ticket.">
        Enter your enrollment ticket
      </Title>
      <Form error={fault} errorField="ticket" onSubmit={() => off || onSubmit(ticket)}>
        <FaultNotice fault={fault} fields={['ticket']} onOver={change.forget} />
        <TypedCodeField
          label="Enrollment ticket"
          name="ticket"
          hint="16 letters and digits, in groups of four. It works once."
          value={ticket}
          onValue={setTicket}
          error={errorAt(fault, 'ticket')}
          initialFocus
        />
        <Button type="submit" kind="primary" wide busy={change.busy.value !== null} disabled={off}>
          Continue
        </Button>
      </Form>
      <p>
        <TextButton onClick={onStartOver}>Sign in as someone else</TextButton>
      </p>
    </div>
  )
}
