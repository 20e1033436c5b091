/**
 * A `fetch` that says how much of the body is on its way, in bytes: the platform's own keeps that to itself.
 * For the option of one request of the typed client.
 */
export const uploading =
  (onSent: (sent: number, total: number) => void): typeof fetch =>
  (input, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(init?.method ?? 'GET', input instanceof Request ? input.url : input)
      request.responseType = 'blob'
      request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded, total))
      request.addEventListener('load', () => {
        const { status, response } = request
        resolve(new Response(response as Blob, { status }))
      })
      request.addEventListener('error', () => reject(new TypeError('No answer came')))
      request.send(init?.body as XMLHttpRequestBodyInit)
    })
