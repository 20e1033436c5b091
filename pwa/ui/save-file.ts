/** Long enough for any browser to have begun to read it. */
const patience = 60_000

/** Hands a file to the browser's downloads. What was made here travels no further than this page. */
export const saveFile = (name: string, content: Blob): void => {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), patience)
}

/** `people` as `people-2026-03-01.csv`: downloads pile up, and the day tells them apart. */
export const datedName = (stem: string, extension: string): string =>
  `${stem}-${new Date().toISOString().slice(0, 10)}.${extension}`
