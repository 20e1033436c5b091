/** The runtime's own (ECMAScript 2026), which our compiler does not know yet. */
type WithHex = Uint8Array & { toHex: () => string }

export const toHex = (bytes: ArrayBuffer | Uint8Array): string =>
  ((bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)) as WithHex).toHex()

/** Of hexadecimal digits in pairs. */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
