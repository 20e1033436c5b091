import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/field.tsx'
import { Title } from '../../ui/title.tsx'
import type { AddingModel } from '../state/adding.ts'
import { words } from '../state/language.ts'
import { RefusalNotice } from './refusal-notice.tsx'

/** For sites that show a link, and for people who have it in their clipboard. */
export const PasteLink = ({ adding }: { adding: AddingModel }) => {
  const [link, setLink] = useState('')
  const t = words('add')
  const refusal = adding.refusal.value
  const change = (text: string): void => {
    setLink(text)
    adding.clearRefusal()
  }
  return (
    <Form onSubmit={() => void adding.takeText(link)} error={refusal} errorField="link">
      <Title>{t.link}</Title>
      <TextField
        label={t.linkField}
        name="link"
        hint={t.linkHint}
        value={link}
        onValue={change}
        initialFocus
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
      />
      <RefusalNotice reason={refusal} />
      <Button kind="primary" type="submit" wide>
        {t.proceed}
      </Button>
    </Form>
  )
}
