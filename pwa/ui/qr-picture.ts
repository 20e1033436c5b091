/** The QR code of a text as a data: URL. The encoder comes only now: hardly any page needs it. */
export const qrPicture = async (text: string): Promise<string> => {
  const { encodeQR } = await import('qr')
  // Four modules of quiet zone (ISO/IEC 18004, 6.3.8): the page around may be dark.
  const svg = encodeQR(text, 'svg', { ecc: 'medium', border: 4 })
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
