/** The part of sax that is used. It has no types of its own. */
declare module 'sax' {
  export type Tag = { name: string; attributes: Record<string, string> }
  export type Handlers = {
    onopentag: (tag: Tag) => void
    onclosetag: (name: string) => void
    onattribute: (attribute: { name: string; value: string }) => void
    ontext: (text: string) => void
    oncdata: (text: string) => void
    ondoctype: (text: string) => void
    onerror: (fault: Error) => void
  }
  export type Parser = Handlers & {
    /** Of the position reached, counted from 0. */
    line: number
    write: (text: string) => Parser
    close: () => Parser
  }
  const sax: {
    parser: (strict: true, options: { strictEntities: true; position: true }) => Parser
  }
  export default sax
}
