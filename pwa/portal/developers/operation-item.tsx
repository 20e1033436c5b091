import { useEffect, useRef, useState } from 'preact/hooks'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Answers } from './answers.tsx'
import { curlOf } from './curl.ts'
import type { Operation } from './document.ts'
import { boundsOf, formsOf, typeOf } from './field.ts'
import { FieldList, FormList } from './field-list.tsx'
import { Words } from './words.tsx'

type Schemes = Record<string, { description: string; name?: string }>
type OperationProps = { operation: Operation; schemes: Schemes; wanted: boolean }

/** One operation: a line, and all of it once it is opened. The address names the one opened last. */
export const OperationItem = ({ operation, schemes, wanted }: OperationProps) => {
  const { operationId: id, method, path, summary } = operation
  const [open, setOpen] = useState(wanted)
  const line = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!wanted) return
    setOpen(true)
    line.current?.scrollIntoView()
    line.current?.focus()
  }, [wanted])
  const toggled = (isOpen: boolean) => {
    setOpen(isOpen)
    if (isOpen) history.replaceState(null, '', `#${id}`)
  }
  return (
    <details
      class="api-operation"
      id={id}
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) toggled(event.currentTarget.open)
      }}
    >
      <summary ref={line}>
        <span class={`api-method api-method--${method.toLowerCase()}`}>{method}</span>
        <span class="api-operation__path">{path}</span>
        <span class="api-operation__summary">{summary}</span>
      </summary>
      {open && <OperationBody operation={operation} schemes={schemes} />}
    </details>
  )
}

const OperationBody = ({ operation, schemes }: Omit<OperationProps, 'wanted'>) => {
  const { description, parameters, requestBody, responses } = operation
  const curl = curlOf(operation, location.origin)
  return (
    <div class="api-operation__body stack">
      {description && (
        <p>
          <Words text={description} />
        </p>
      )}
      <Who operation={operation} schemes={schemes} />
      {parameters.length > 0 && (
        <div>
          <h3>Parameters</h3>
          <FieldList
            fields={parameters.map(({ name, in: place, required = false, schema, ...rest }) => ({
              name,
              required,
              type: `${place}, ${typeOf(schema)}`,
              bounds: boundsOf(schema),
              sentence: rest.description ?? schema.description ?? '',
              forms: [],
            }))}
          />
        </div>
      )}
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => (
        <div key={type}>
          <h3>Body</h3>
          <p class="small muted">{type}</p>
          <FormList forms={formsOf(schema)} />
        </div>
      ))}
      <div>
        <Answers responses={responses} />
      </div>
      <div>
        <div class="row row--between">
          <h3>In a terminal</h3>
          <CopyButton text={curl} label="Copy" kind="plain" />
        </div>
        <pre class="api-curl">{curl}</pre>
      </div>
    </div>
  )
}

/** By what the caller proves to be one who may. */
const Who = ({ operation, schemes }: Omit<OperationProps, 'wanted'>) => {
  const names = operation.security.flatMap((any) => Object.keys(any))
  return (
    <div>
      <h3>Who may call</h3>
      {names.length === 0 ? (
        <p>Anyone.</p>
      ) : (
        <ul class="api-codes">
          {names.map((name) => (
            <li key={name}>
              {schemes[name]?.name ? 'Cookie' : 'Header'}{' '}
              <code>{schemes[name]?.name ?? 'Authorization'}</code>:{' '}
              <Words text={schemes[name]?.description ?? name} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
