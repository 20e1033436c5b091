import { type Field, type Form } from './field.ts'
import { Words } from './words.tsx'

/** What may stand in a body, nested as it is sent. */
export const FormList = ({ forms }: { forms: readonly Form[] }) => (
  <>
    {forms.map(({ name, fields }, i) => (
      <div key={i} class="api-form">
        {forms.length > 1 && (
          <p class="api-form__name">
            {i === 0 ? 'Either' : 'Or'} {name && <code>{name}</code>}
          </p>
        )}
        <FieldList fields={fields} />
      </div>
    ))}
  </>
)

export const FieldList = ({ fields }: { fields: readonly Field[] }) => (
  <ul class="api-fields">
    {fields.map((field) => (
      <FieldItem key={field.name} field={field} />
    ))}
  </ul>
)

const FieldItem = ({
  field: { name, type, required, bounds, sentence, forms },
}: {
  field: Field
}) => (
  <li class="api-fields__item">
    <div class="api-fields__head">
      <code class="api-fields__name">{name}</code>
      <span class="api-fields__type">{type}</span>
      {required && <span class="badge">required</span>}
    </div>
    {bounds.length > 0 && (
      <p class="api-fields__bounds">
        <Words text={bounds.join(', ')} />
      </p>
    )}
    {sentence && (
      <p>
        <Words text={sentence} />
      </p>
    )}
    {forms.length > 0 && <FormList forms={forms} />}
  </li>
)
