import { Button } from '../../ui/button.tsx'
import { Title } from '../../ui/title.tsx'

/** The password was right, but none of this person's second factors may be used any more. */
export const NotAccepted = ({ onStartOver }: { onStartOver: () => void }) => (
  <div class="stack stack--wide">
    <Title lead="Your organization has changed which second factors it accepts, and yours is not among them.">
      Your second factor is no longer accepted
    </Title>
    <p>
      Your password was right, and your account is safe. Ask your administrator or help desk: they
      can let you in, and tell you what to set up instead.
    </p>
    <Button kind="primary" wide onClick={onStartOver}>
      Back to sign-in
    </Button>
  </div>
)
