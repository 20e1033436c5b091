import './code-digits.css'

/** `123456` as `123 456`, `1234567` as `123 4567`: two halves, as people read them out. */
const halves = (code: string): [string, string] => {
  const middle = Math.floor(code.length / 2)
  return [code.slice(0, middle), code.slice(middle)]
}

/** A one-time code: grouped for the eye, digit by digit for the ear. */
export const CodeDigits = ({ code, class: look = '' }: { code: string; class?: string }) => (
  <span class={`code-digits ${look}`}>
    {halves(code).map((half, index) => (
      <span key={index} aria-hidden="true">
        {half}
      </span>
    ))}
    <span class="visually-hidden">{[...code].join(' ')}</span>
  </span>
)
