/** C0 and C1 controls, DEL, and the bidirectional signs that let one name look like another. */
// oxlint-disable-next-line no-control-regex -- refusing controls is the purpose
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/**
 * Whether a name shows what it is: well-formed Unicode (D1 stores a lone surrogate as U+FFFD, so that two
 * inputs would collide), without controls.
 */
export const isPlainText = (text: string): boolean => text.isWellFormed() && !unsafe.test(text)
