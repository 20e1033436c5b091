/** The mark, drawn as in pwa/public/icon.svg. Decoration: the name stands beside it. */
export const Mark = ({ size = 32 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 512 512" aria-hidden="true">
    <rect width="512" height="512" rx="112" fill="var(--brand)" />
    <circle cx="256" cy="256" r="148" fill="var(--on-brand)" />
    <path
      d="M256 166a52 52 0 0 1 27 96.5l16 74.5a16 16 0 0 1-15.6 19h-54.8a16 16 0 0 1-15.6-19l16-74.5A52 52 0 0 1 256 166Z"
      fill="var(--brand)"
    />
  </svg>
)
