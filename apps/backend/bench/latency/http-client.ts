import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
  readonly setCookie: string
  readonly ms: number
}

/** Asks one server over one connection that stays open, as a page does, and says how long each answer took. */
export function httpClient(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const origin = `http://127.0.0.1:${port}`
  const send = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = performance.now()
      const json = body === undefined ? undefined : JSON.stringify(body)
      const type = json === undefined ? {} : { 'content-type': 'application/json' }
      const asked = request({ host: '127.0.0.1', port, path, method, agent, headers: { ...headers, origin, ...type } }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            setCookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
            ms: performance.now() - sent,
          }),
        )
      })
      asked.on('error', reject)
      asked.end(json)
    })
  return { origin, send, close: () => agent.destroy() }
}
