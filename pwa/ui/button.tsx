import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Spinner } from './spinner.tsx'
import './button.css'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'plain' | 'danger' | 'danger-quiet'

type Look = {
  kind?: ButtonKind
  small?: boolean
  wide?: boolean
  /** A square button that holds an icon only: give it an `aria-label`. */
  icon?: boolean
  class?: string
}

const look = ({ kind = 'secondary', small, wide, icon, class: extra }: Look) =>
  [
    'button',
    `button--${kind}`,
    small && 'button--small',
    wide && 'button--wide',
    icon && 'button--icon',
    extra,
  ]
    .filter(Boolean)
    .join(' ')

type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'icon' | 'type' | 'disabled'> & {
    type?: 'button' | 'submit'
    /** Shows a spinner and ignores clicks, but keeps the focus where it is. */
    busy?: boolean | undefined
    disabled?: boolean | undefined
    children: ComponentChildren
  }

/**
 * A button. While busy or disabled it stays in the tab order (`aria-disabled`), so that nobody who
 * works by keyboard is thrown back to the top of the page.
 */
export const Button = (props: ButtonProps) => {
  const { kind, small, wide, icon, class: extra, type = 'button', ...rest } = props
  const { busy = false, disabled = false, onClick, children, ...attributes } = rest
  const off = busy || disabled
  return (
    <button
      {...attributes}
      type={type}
      class={look(pick({ kind, small, wide, icon, class: extra }))}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {busy && <Spinner size={18} />}
      {!(busy && icon) && children}
    </button>
  )
}

type LinkProps = Look & { href: string; download?: string; children: ComponentChildren }

/** A link that looks like a button: it goes somewhere, so that it can be opened in a new tab. */
export const ButtonLink = ({ href, download, children, ...style }: LinkProps) => (
  <a href={href} {...(download === undefined ? {} : { download })} class={look(style)}>
    {children}
  </a>
)

type TextButtonProps = { onClick: () => void; children: ComponentChildren }

/** An action inside running text. */
export const TextButton = ({ onClick, children }: TextButtonProps) => (
  <button type="button" class="link-button" onClick={onClick}>
    {children}
  </button>
)

/** Drops what is not given: `exactOptionalPropertyTypes` tells absent from undefined. */
const pick = (style: { [Key in keyof Look]-?: Look[Key] | undefined }): Look =>
  Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined))
