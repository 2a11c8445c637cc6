// Placeholder until the real server is there: serves the built frontend and stops cleanly, which is all that start and e2e need.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, resolve } from 'node:path'

const dist = resolve(import.meta.dirname, '../../frontend/dist')
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const host = process.env['HOST'] ?? '127.0.0.1'
const port = Number(process.env['PORT'] ?? 4170)

const server = createServer((request, response) => {
  const path = join(dist, normalize(new URL(request.url ?? '/', 'http://localhost').pathname))
  const file = existsSync(path) && statSync(path).isFile() ? path : join(dist, 'index.html')
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
  createReadStream(file).pipe(response)
})
server.listen(port, host, () => console.log(`Strategraph listens on http://${host}:${port}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close(() => console.log('stopped'))
    server.closeAllConnections()
  })
}
