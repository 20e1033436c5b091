/**
 * Sentences with a number in them. A language names the forms that it has ('one', 'few', ...), and each of
 * its sentences gives all of them: a form that is left out does not compile.
 *
 * @returns what takes a count and its forms, and puts the count in the place of `#`
 */
export const pluralsOf = <Form extends Intl.LDMLPluralRule>(language: string) => {
  let rules: Intl.PluralRules | undefined
  return (count: number, forms: Record<Form | 'other', string>): string => {
    rules ??= new Intl.PluralRules(language)
    const form = rules.select(count) as Form
    const sentence = forms[form] ?? forms.other
    return sentence.replace('#', count.toLocaleString(language))
  }
}

/** A name inside a sentence that is seen: whichever way it is written, the rest keeps its own. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
