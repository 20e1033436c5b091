/** The part of papaparse that is used. Its own types bring all of Node's globals along, into pages too. */
export type ParseResult<Row> = {
  data: Row
  errors: { type: string }[]
  meta: { cursor: number }
}
type Unparse = {
  quotes?: boolean
  newline?: string
  /** Puts an apostrophe before cells that match; `true`: before those of `=+-@`, tab and CR. */
  escapeFormulae?: boolean | RegExp
}
type Step<Row> = {
  delimitersToGuess?: string[]
  step: (result: ParseResult<Row>, parser: { abort: () => void }) => void
}
declare const Papa: {
  parse: {
    <Row>(text: string, config: Step<Row>): void
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as the library has it
    <Row>(text: string, config?: { header?: false; skipEmptyLines?: boolean }): { data: Row[] }
  }
  unparse: (rows: readonly unknown[][], config?: Unparse) => string
}
export default Papa
