import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

export type ImageReader = (image: ImageData) => Promise<string | null>

/** ZXing, from our own assets: by default the package would fetch its WebAssembly from a CDN. */
export const loadZxing = async (): Promise<ImageReader> => {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true })
  return async (image) => {
    const found = await readBarcodes(image, {
      formats: ['QRCode'],
      tryHarder: true,
      tryInvert: true,
      maxNumberOfSymbols: 4,
    })
    const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text)
    // A page may show several codes; the one that is for us is the one that is meant.
    return texts.find((text) => /^otpauth/i.test(text)) ?? texts[0] ?? null
  }
}
