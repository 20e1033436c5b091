const isPicture = (file: File): boolean => file.type.startsWith('image/')

/** What was pasted or dropped: the first picture, else the first file, else the text. */
export const transferred = (
  data: DataTransfer | null,
): { picture: File } | { file: File } | { text: string } | null => {
  const files = [...(data?.files ?? [])]
  const picture = files.find(isPicture)
  if (picture) return { picture }
  const [file] = files
  if (file) return { file }
  const text = data?.getData('text/plain').trim()
  return text ? { text } : null
}
