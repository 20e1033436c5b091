/** RFC 6238, appendix B (with erratum 2866: the keys of SHA256 and SHA512 are 32 and 64 bytes long). */
export const keyLengths = { SHA1: 20, SHA256: 32, SHA512: 64 }

/** The key is as many bytes of this as the algorithm takes. */
export const keyText = '1234567890'.repeat(7)

/** Unix seconds, then the code by SHA1, SHA256 and SHA512. */
export const appendixB: readonly [number, string, string, string][] = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
]
