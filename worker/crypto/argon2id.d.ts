declare module 'argon2id/dist/*.wasm' {
  const module: WebAssembly.Module
  export default module
}
