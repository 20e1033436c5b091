type AgentData = { platform?: string; mobile?: boolean }

const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'Chromebook'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux/, 'Linux'],
]

/** What a person may call this device: a proposal, to be changed. */
export const proposedName = (): string => {
  const { userAgentData } = navigator as { userAgentData?: AgentData }
  const told = userAgentData?.platform
  return told || (systems.find(([mark]) => mark.test(navigator.userAgent))?.[1] ?? '')
}
