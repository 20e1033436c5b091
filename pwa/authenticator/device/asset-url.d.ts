/** For threads, which cannot have vite/client: it brings the DOM. */
declare module '*?url' {
  const url: string
  export default url
}
