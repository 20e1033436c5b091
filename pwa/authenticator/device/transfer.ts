/** The first picture that was pasted or dropped, else the text. */
export const transferred = (
  data: DataTransfer | null,
): { picture: File } | { text: string } | null => {
  const picture = [...(data?.files ?? [])].find((file) => file.type.startsWith('image/'))
  if (picture) return { picture }
  const text = data?.getData('text/plain').trim()
  return text ? { text } : null
}
