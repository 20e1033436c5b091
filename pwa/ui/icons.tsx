import type { ComponentChildren } from 'preact'

/** `label` only where the icon stands alone; beside text it is decoration. */
type IconProps = { size?: number; label?: string }

const Glyph = ({ size = 20, label, children }: IconProps & { children: ComponentChildren }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
  >
    {children}
  </svg>
)

// The annotations let the bundler drop the icons that a page does not show.
/* @__NO_SIDE_EFFECTS__ */
function icon(...paths: string[]) {
  return function Icon(props: IconProps) {
    return (
      <Glyph {...props}>
        {paths.map((d) => (
          <path key={d} d={d} />
        ))}
      </Glyph>
    )
  }
}

/* @__NO_SIDE_EFFECTS__ */
function circle(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
}
/* @__NO_SIDE_EFFECTS__ */
function box(x: number, y: number, w: number, h: number, r = 2): string {
  return (
    `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
    `h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`
  )
}

export const EyeIcon = icon(
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z',
  circle(12, 12, 2.75),
)
export const EyeOffIcon = icon(
  'M4 4l16 16',
  'M9.6 5.8A8.7 8.7 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7',
  'M6.3 7.6A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.4-1.1',
  'M10 10.1a2.75 2.75 0 0 0 3.9 3.9',
)
export const CheckIcon = icon('M5 12.5l4.5 4.5L19 7')
export const CloseIcon = icon('M6 6l12 12', 'M18 6L6 18')
export const PlusIcon = icon('M12 5v14', 'M5 12h14')
export const CopyIcon = icon(
  box(8.5, 8.5, 11.5, 11.5),
  'M15.5 5.5v-.5a1.5 1.5 0 0 0-1.5-1.5H5.5A2 2 0 0 0 3.5 5.5V14a1.5 1.5 0 0 0 1.5 1.5h.5',
)
export const DownloadIcon = icon('M12 4v11', 'M7.5 11L12 15.5 16.5 11', 'M4.5 19.5h15')
export const UploadIcon = icon('M12 15.5v-11', 'M7.5 8.5L12 4l4.5 4.5', 'M4.5 19.5h15')
export const PrintIcon = icon(
  'M7 8.5V4h10v4.5',
  'M7 17H5a2 2 0 0 1-2-2v-4.5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2V15a2 2 0 0 1-2 2h-2',
  box(7, 14, 10, 6.5, 1),
)
export const AlertIcon = icon(circle(12, 12, 9), 'M12 7.5v5.5', 'M12 16.4v.1')
export const InfoIcon = icon(circle(12, 12, 9), 'M12 11v5.5', 'M12 7.6v.1')
export const WarningIcon = icon(
  'M10.4 4.4L2.9 17.3a1.85 1.85 0 0 0 1.6 2.7h15a1.85 1.85 0 0 0 1.6-2.7L13.6 4.4a1.85 1.85 0 0 0-3.2 0z',
  'M12 9.5v4',
  'M12 16.6v.1',
)
export const SuccessIcon = icon(circle(12, 12, 9), 'M8 12.3l2.8 2.8L16 9.5')
export const ClockIcon = icon(circle(12, 12, 9), 'M12 7v5l3.2 2')
export const ShieldIcon = icon(
  'M12 3l7.5 2.8v5.4c0 4.7-3.1 8.2-7.5 9.8-4.4-1.6-7.5-5.1-7.5-9.8V5.8L12 3z',
  'M8.8 12l2.3 2.3 4.2-4.4',
)
export const KeyIcon = icon(circle(8, 15.5, 4.25), 'M11.2 12.4L19.5 4', 'M16 7.6l3 3')
/** A token as it hangs on a ring of keys: an eye to hang it by, and a display. */
export const FobIcon = icon(
  box(2, 6.5, 20, 11, 5.5),
  circle(6.1, 12, 1.1),
  box(10, 9.75, 8, 4.5, 1),
)
export const PasskeyIcon = icon(
  circle(9.5, 7.5, 3.5),
  'M3 20c.3-3.9 2.9-6.2 6.5-6.2 1 0 2 .2 2.8.6',
  circle(17.5, 12.5, 2.75),
  'M17.5 15.2v6',
  'M17.5 18.6h2.3',
)
export const PhoneIcon = icon(box(6.5, 2.5, 11, 19, 2.5), 'M11 18.5h2')
export const BrowserIcon = icon(box(2.5, 4, 19, 14, 2), 'M8.5 21h7', 'M12 18v3')
export const UsersIcon = icon(
  circle(9, 8, 3.5),
  'M2.5 20c.4-3.6 3-5.8 6.5-5.8s6.1 2.2 6.5 5.8',
  'M15.5 4.8a3.4 3.4 0 0 1 0 6.4',
  'M18 14.8c2 .8 3.2 2.6 3.5 5.2',
)
export const SearchIcon = icon(circle(10.75, 10.75, 6.25), 'M15.5 15.5L20 20')
export const CameraIcon = icon(
  'M3 8.5a2 2 0 0 1 2-2h2.2l1.3-2h7l1.3 2H19a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8.5z',
  circle(12, 12.75, 3.5),
)
export const ImageIcon = icon(
  box(3, 4, 18, 16),
  circle(8.5, 9.5, 1.6),
  'M3.5 17.5l5-4.5 4 3.5 3-2.5 5 4',
)
export const KeyboardIcon = icon(
  box(2.5, 6, 19, 12),
  'M6.5 10h.1',
  'M10.2 10h.1',
  'M13.8 10h.1',
  'M17.5 10h.1',
  'M8 14h8',
)
export const TrashIcon = icon(
  'M4.5 6.5h15',
  'M9 6.5V4.5A1 1 0 0 1 10 3.5h4a1 1 0 0 1 1 1v2',
  'M6.5 6.5l.8 12a2 2 0 0 0 2 1.9h5.4a2 2 0 0 0 2-1.9l.8-12',
)
export const EditIcon = icon(
  'M4.5 19.5l1-4.2L16 4.8a1.9 1.9 0 0 1 2.7 0l.5.5a1.9 1.9 0 0 1 0 2.7L8.7 18.5l-4.2 1z',
  'M14.2 6.6l3.2 3.2',
)
export const SlidersIcon = icon(
  'M4 7.5h9.5',
  'M18.5 7.5H20',
  circle(16, 7.5, 2.25),
  'M4 16.5h1.5',
  'M10.5 16.5H20',
  circle(8, 16.5, 2.25),
)
export const PinIcon = icon('M9 4h6l-.8 6 2.8 3.5H7L9.8 10 9 4z', 'M12 13.5V20')
export const LockIcon = icon(box(5, 10.5, 14, 9.5), 'M8 10.5V8a4 4 0 0 1 8 0v2.5')
export const MoreIcon = icon('M5.5 12h.1', 'M12 12h.1', 'M18.5 12h.1')
export const BackIcon = icon('M14.5 5.5L8 12l6.5 6.5')
export const ForwardIcon = icon('M9.5 5.5L16 12l-6.5 6.5')
export const RefreshIcon = icon('M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9', 'M19.5 4.5V9H15')
export const SignOutIcon = icon(
  'M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14',
  'M10 12h10.5',
  'M17 8.5l3.5 3.5-3.5 3.5',
)
export const UpIcon = icon('M12 19V5.5', 'M6 11.5l6-6 6 6')
export const DownIcon = icon('M12 5v13.5', 'M6 12.5l6 6 6-6')
export const GripIcon = icon(
  'M9 6h.1',
  'M15 6h.1',
  'M9 12h.1',
  'M15 12h.1',
  'M9 18h.1',
  'M15 18h.1',
)
