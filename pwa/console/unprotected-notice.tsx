import { useEffect } from 'preact/hooks'
import { useModel } from '@preact/signals'
import { MyFactorsModel } from './state/my-factors.ts'
import { ButtonLink } from '../ui/button.tsx'
import { ShieldIcon } from '../ui/icons.tsx'
import './unprotected-notice.css'

/** Urges whoever administers with a password alone. Nothing where that is not known. */
export const UnprotectedNotice = () => {
  const model = useModel(MyFactorsModel)
  useEffect(() => void model.load(), [])
  const state = model.state.value
  if (state.kind !== 'ready' || state.value.factors.length > 0) return null
  return (
    <aside class="unprotected" aria-label="Your account">
      <ShieldIcon />
      <p>
        <strong>Only a password protects your account.</strong> You can change how everybody signs
        in: set up a second factor first.
      </p>
      <ButtonLink small href="/account">
        Set it up
      </ButtonLink>
    </aside>
  )
}
