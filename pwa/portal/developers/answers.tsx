import { type ProblemCode, problems } from '../../../schema/api/problem.ts'
import type { Answer, Operation, Schema } from './document.ts'
import { formsOf } from './field.ts'
import { FormList } from './field-list.tsx'
import { Words } from './words.tsx'

/** What comes back: the one success, then whatever is refused, by its code. */
export const Answers = ({ responses }: Pick<Operation, 'responses'>) => {
  const all = Object.entries(responses)
  return (
    <>
      <h3>Answer</h3>
      {all
        .filter(([status]) => status < '4')
        .map(([status, answer]) => (
          <Success key={status} status={status} answer={answer} />
        ))}
      <Refusals answers={all.filter(([status]) => status >= '4')} />
    </>
  )
}

const Success = ({ status, answer }: { status: string; answer: Answer }) => {
  const types = Object.keys(answer.content ?? {})
  const forms = Object.values(answer.content ?? {}).flatMap(({ schema }) =>
    schema ? formsOf(schema) : [],
  )
  return (
    <div class="api-answer">
      <p>
        <span class="badge badge--success">{status}</span> <Words text={answer.description} />
      </p>
      {types.length > 0 && <p class="small muted">{types.join(' or ')}</p>}
      <FormList forms={forms} />
    </div>
  )
}

const Refusals = ({ answers }: { answers: [string, Answer][] }) => {
  const rows = answers.flatMap(([status, answer]) =>
    codesOf(answer).map((code) => ({ status, code })),
  )
  if (rows.length === 0) return null
  return (
    <>
      <h3>Refusals</h3>
      <ul class="api-codes">
        {rows.map(({ status, code }) => (
          <li key={status + code}>
            <span class="badge">{status}</span> <code>{code}</code>{' '}
            <span class="muted">{problems[code as ProblemCode]?.title}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the member that names the fault may be: `code`, or `error` where OAuth says it. */
const codesOf = ({ content = {} }: Answer): string[] =>
  Object.values(content).flatMap(({ schema }) => [...(schema?.allOf ?? [])].flatMap(enumsOf))

const enumsOf = ({ properties = {} }: Schema): string[] =>
  Object.values(properties).flatMap((member) => (member.enum ?? []).map(String))
