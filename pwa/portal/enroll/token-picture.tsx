import type { ComponentChildren } from 'preact'
import './token-picture.css'

/** Decoration: the words beside it say the same. */
const Token = ({ children }: { children: ComponentChildren }) => (
  <svg class="token-picture" width="168" height="76" viewBox="0 0 168 76" aria-hidden="true">
    <path
      class="token-picture__body"
      fill-rule="evenodd"
      d="M38 2h106a22 22 0 0 1 22 22v28a22 22 0 0 1-22 22H38A36 36 0 0 1 38 2zM22 30a8 8 0 1 0 0 16 8 8 0 0 0 0-16z"
    />
    {children}
  </svg>
)

/** Where bars of a bar code stand, and how wide they are. */
const bars = [
  [54, 3],
  [60, 1],
  [64, 2],
  [69, 4],
  [76, 1],
  [80, 3],
  [86, 1],
  [90, 2],
  [95, 1],
  [99, 4],
  [106, 2],
  [111, 1],
  [115, 3],
  [121, 1],
  [125, 4],
  [132, 2],
  [137, 3],
  [143, 1],
] as const

/** A token's back: the serial stands by the bar code. */
export const TokenBack = () => (
  <Token>
    {bars.map(([x, width]) => (
      <rect key={x} class="token-picture__ink" x={x} y="14" width={width} height="18" />
    ))}
    <rect class="token-picture__mark" x="46" y="39" width="106" height="24" rx="6" />
    <text class="token-picture__serial" x="99" y="55.5" text-anchor="middle">
      S/N 20471835
    </text>
  </Token>
)

/** Its front: the display, and the button that many have. */
export const TokenFront = () => (
  <Token>
    <rect class="token-picture__mark" x="46" y="18" width="84" height="40" rx="6" />
    <text class="token-picture__code" x="88" y="43.5" text-anchor="middle">
      492 039
    </text>
    <circle class="token-picture__button" cx="147" cy="38" r="8" />
  </Token>
)
