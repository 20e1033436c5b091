/** Milliseconds that a code stays on the clipboard. */
const lifetime = 30_000

let due: ReturnType<typeof setTimeout> | undefined
/** Since a code was copied this page had the focus all the time: nothing was copied elsewhere. */
let stayed = false

addEventListener('blur', () => {
  stayed = false
})
document.addEventListener('copy', () => clearTimeout(due))

/** Whether the clipboard still holds it; without a question to the person. */
const isThere = async (code: string): Promise<boolean> => {
  // Not every browser lets pages ask, and TypeScript's list has not the name.
  const name = 'clipboard-read' as PermissionName
  const { state } = await navigator.permissions.query({ name })
  if (state === 'granted') return (await navigator.clipboard.readText()) === code
  return stayed
}

const forget = async (code: string): Promise<void> => {
  try {
    // A browser writes only for the page in front.
    if (!document.hasFocus())
      await new Promise((resolve) => addEventListener('focus', resolve, { once: true }))
    if (await isThere(code)) await navigator.clipboard.writeText('')
  } catch {
    // This browser keeps its clipboard to itself.
  }
}

/** Takes a code off the clipboard after 30 s, unless something else may be on it by then. */
export const forgetLater = (code: string): void => {
  clearTimeout(due)
  stayed = document.hasFocus()
  due = setTimeout(() => void forget(code), lifetime)
}
