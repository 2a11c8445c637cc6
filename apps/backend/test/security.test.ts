import { routes } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type RawOptions, rawRequest, upgradeHeaders } from './support/raw-request.ts'
import { startChild } from './support/child-server.ts'
import { crossStrategy } from './support/strategies.ts'
import { clientOf, openPage, startServer, temporaryFolder } from './support/test-server.ts'

const isPublic = (path: string, method: string) =>
  path === '/health' || path === '/api/health' || (path === '/api/session' && method === 'POST')
const addressOf = (path: string) => path.replaceAll(/:\w+/g, 'x')
const json = { 'content-type': 'application/json' }

const asObject = (value: unknown) => (typeof value === 'object' ? value : {})
/** Of every refusal: a code, a sentence, at least one problem. */
const answerSchema = z.object({
  status: z.number().min(400).max(499),
  code: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  message: z.string().min(10),
  problems: z.array(z.unknown()).min(1),
})

describe('S2: credentials', () => {
  it('every route but health and the launch exchange answers 401 without one, the stream and the docs too', async () => {
    const { port, url } = await startServer()
    const asked = Object.values(routes).filter(({ path, method }) => !isPublic(path, method))
    expect(asked.length).toBeGreaterThan(35)
    for (const { method, path } of asked) {
      const answer = await rawRequest(port, addressOf(path), { method, headers: { origin: url } })
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 401 })
      expect(answer.body).toMatchObject({ code: 'NO_SESSION', problems: [{}] })
    }
    for (const path of ['/docs', '/docs/json', '/api/nothing', '/docs/static/index.html']) {
      expect([path, (await rawRequest(port, path)).status]).toEqual([path, 401])
    }
    expect((await rawRequest(port, '/api/stream', { headers: { ...upgradeHeaders, origin: url } })).status).toBe(401)
  })

  it.each(['Bearer wrong', 'Bearer sgr_0000', 'Basic abc', 'Bearer ', 'bearer'])('a wrong token is no token: %s', async (authorization) => {
    const { port } = await startServer()
    expect((await rawRequest(port, '/api/workflows', { headers: { authorization } })).status).toBe(401)
  })

  it('the launch token works once, and a logout ends its session on the server', async () => {
    const { port, url, launchToken, page } = await startServer()
    const again = await rawRequest(port, '/api/session', {
      method: 'POST',
      headers: { ...json, origin: url },
      body: JSON.stringify({ token: launchToken }),
    })
    expect([again.status, again.body]).toMatchObject([401, { code: 'LAUNCH_TOKEN_INVALID' }])
    expect((await rawRequest(port, '/api/workflows', { headers: { ...page } })).status).toBe(200)
    expect((await rawRequest(port, '/api/session', { method: 'DELETE', headers: { ...page } })).status).toBe(200)
    expect((await rawRequest(port, '/api/workflows', { headers: { ...page } })).status).toBe(401)
  })

  it('a session outlives a restart of the server, one that was logged out does not', async () => {
    const dataPath = await temporaryFolder()
    const first = await startChild({ dataPath })
    // The cookie's name holds the port, as the page's address does.
    const restarted = async (server: typeof first) => {
      server.process.kill('SIGKILL')
      await server.ended
      return startChild({ dataPath, environment: { PORT: String(server.port) } })
    }
    const status = async ({ port }: typeof first, headers: Readonly<Record<string, string>>) =>
      (await rawRequest(port, '/api/workflows', { headers })).status
    const second = await restarted(first)
    expect(await status(second, first.page)).toBe(200)
    expect((await rawRequest(second.port, '/api/session', { method: 'DELETE', headers: { ...second.page } })).status).toBe(200)
    const third = await restarted(second)
    expect([await status(third, first.page), await status(third, second.page), await status(third, third.page)]).toEqual([200, 401, 200])
  }, 60_000)

  it('the cookie cannot be read by scripts or sent by other sites; a wrong token gets none', async () => {
    const { url, port, setCookie } = await startServer()
    expect(setCookie).toMatch(/; HttpOnly/)
    expect(setCookie).toMatch(/; SameSite=Strict/)
    expect(setCookie).toMatch(/; Path=\//)
    const answer = await rawRequest(port, '/api/session', { method: 'POST', headers: { ...json, origin: url }, body: '{"token":"x"}' })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.text).not.toContain('"x"')
  })

  it('a revoked token is refused at once', async () => {
    const { api, page, url, port } = await startServer()
    const { id, token } = await api.createToken({ body: { name: 'script' } })
    const ask = () => rawRequest(port, '/api/workflows', { headers: { authorization: `Bearer ${token}` } })
    expect((await ask()).status).toBe(200)
    expect((await api.listTokens({})).find((each) => each.id === id)?.lastUsedAt).toBeTypeOf('number')
    await clientOf(url, page).revokeToken({ params: { id } })
    expect((await ask()).status).toBe(401)
  })

  it('S6: of 1,000 tries with wrong launch tokens fewer than 60 are looked at', async () => {
    let time = Date.now()
    const { port, url } = await startServer({ now: () => time })
    let evaluated = 0
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      time += 5
      const answer = await rawRequest(port, '/api/session', {
        method: 'POST',
        headers: { ...json, origin: url },
        body: '{"token":"guess"}',
      })
      expect([401, 429]).toContain(answer.status)
      if (answer.status === 401) evaluated += 1
    }
    expect(evaluated).toBeGreaterThan(0)
    expect(evaluated).toBeLessThan(60)
  })
})

describe('S3: Host', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:80', '0.0.0.0', '[::ffff:127.0.0.1]'])(
    '%s is refused, with and without a credential',
    async (host) => {
      const { port, token } = await startServer()
      for (const headers of [{ host }, { host, authorization: `Bearer ${token}` }]) {
        for (const path of ['/', '/api/health', '/api/workflows']) {
          const answer = await rawRequest(port, path, { headers })
          expect({ path, status: answer.status }).toEqual({ path, status: 421 })
        }
      }
      expect(
        (await rawRequest(port, '/api/stream', { headers: { ...upgradeHeaders, host, authorization: `Bearer ${token}` } })).status,
      ).toBe(421)
    },
  )
  it('localhost is us too', async () => {
    const { port } = await startServer()
    expect((await rawRequest(port, '/api/health', { headers: { host: `localhost:${port}` } })).status).toBe(200)
  })
})

describe('S4: Origin', () => {
  const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['foreign', { origin: 'http://evil.example' }],
    ['null', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['missing', {}],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
  ]
  it.each(foreign)('%s: refused for changes and for the stream, although the cookie is there', async (_, headers) => {
    const { port, page, url, api } = await startServer()
    const cookie = { cookie: page['cookie'] ?? '' }
    const own = 'origin' in headers || !('sec-fetch-site' in headers) ? {} : { origin: url }
    const post: RawOptions = { method: 'POST', headers: { ...json, ...cookie, ...own, ...headers }, body: '{"name":"x"}' }
    expect((await rawRequest(port, '/api/workflows', post)).status).toBe(403)
    expect((await rawRequest(port, '/api/session', { ...post, body: '{"token":"x"}' })).status).toBe(403)
    expect((await rawRequest(port, '/api/stream', { headers: { ...upgradeHeaders, ...cookie, ...own, ...headers } })).status).toBe(403)
    expect(await api.listWorkflows({})).toEqual([])
  })
  it('our own page may, and a script with a token needs no origin', async () => {
    const { port, page, token } = await startServer()
    expect((await rawRequest(port, '/api/stream', { headers: { ...upgradeHeaders, ...page } })).status).toBe(101)
    expect((await rawRequest(port, '/api/stream', { headers: { ...upgradeHeaders, authorization: `Bearer ${token}` } })).status).toBe(101)
    const post = { method: 'POST', body: '{"name":"x"}' }
    expect((await rawRequest(port, '/api/workflows', { ...post, headers: { ...json, ...page } })).status).toBe(200)
    expect((await rawRequest(port, '/api/workflows', { ...post, headers: { ...json, authorization: `Bearer ${token}` } })).status).toBe(200)
  })
  it('a page that has somehow got a token still cannot use it from elsewhere', async () => {
    const { port, token } = await startServer()
    const headers = { ...json, authorization: `Bearer ${token}`, origin: 'http://evil.example' }
    expect((await rawRequest(port, '/api/workflows', { method: 'POST', headers, body: '{}' })).status).toBe(403)
  })
})

describe('S5, S21: headers', () => {
  it('a preflight of a foreign page gets no CORS header, and neither does anything else', async () => {
    const { port, token } = await startServer()
    const preflight = {
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const answers = [
      await rawRequest(port, '/api/workflows', { method: 'OPTIONS', headers: preflight }),
      await rawRequest(port, '/api/health', { headers: { origin: 'http://evil.example' } }),
      await rawRequest(port, '/api/workflows', { headers: { authorization: `Bearer ${token}` } }),
    ]
    for (const { headers } of answers) expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json-evil', 'text/json'])(
    'a body of type %s is 415',
    async (type) => {
      const { port, token } = await startServer()
      const answer = await rawRequest(port, '/api/workflows', {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${token}` },
        body: '{"name":"x"}',
      })
      expect([answer.status, answer.body]).toMatchObject([415, { code: 'UNSUPPORTED_MEDIA_TYPE' }])
    },
  )

  it('only our own scripts may run, nobody may frame us, and no address leaks', async () => {
    const { port } = await startServer()
    const { headers } = await rawRequest(port, '/api/health')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(/script-src[^;]*/.exec(policy)?.[0]).not.toMatch(/'unsafe-inline'|'unsafe-eval'/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  })
})

it('the OpenAPI page is served to a session, describes every route, and its HTML has no inline script', async () => {
  const { port, page, url } = await startServer()
  const document = await rawRequest(port, '/docs/json', { headers: { ...page } })
  const described = document.body as { openapi: string; paths: Record<string, Record<string, unknown>> }
  expect(described.openapi).toMatch(/^3\.1/)
  for (const { method, path } of Object.values(routes)) {
    expect(described.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()], `${method} ${path}`).toBeDefined()
  }
  const html = await fetch(`${url}/docs`, { headers: { ...page } })
  expect(html.status).toBe(200)
  const text = await html.text()
  expect(text).toContain('swagger')
  expect([...text.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)]).toEqual([])
})

it('a place of the page that was typed as an address leads there; nothing else is led anywhere, and nobody without a session', async () => {
  const { port, token } = await startServer()
  const browser = { 'sec-fetch-mode': 'navigate' }
  const user = { authorization: `Bearer ${token}` }
  const ask = async (path: string, headers: Readonly<Record<string, string>>, method = 'GET') => {
    const answer = await rawRequest(port, path, { method, headers })
    return [answer.status, answer.headers['location']]
  }
  expect(await ask('/market', { ...browser, ...user })).toEqual([302, '/#/market'])
  expect(await ask('/market/BTC%2FUSD', { ...browser, ...user })).toEqual([302, '/#/market/BTC%2FUSD'])
  expect(await ask('/workflow/a1/run/b2', { ...browser, ...user })).toEqual([302, '/#/workflow/a1/run/b2'])
  expect(await ask('/market', user)).toEqual([404, undefined])
  expect(await ask('/market', browser)).toEqual([401, undefined])
  expect(await ask('/market', { ...browser, ...user }, 'DELETE')).toEqual([404, undefined])
  for (const path of ['/markets', '//example.org/market', '/market/?next=//example.org', '/api/nothing', '/data/"><x>']) {
    const [status, location] = await ask(path, { ...browser, ...user })
    expect([path, Number(status) >= 400, location]).toEqual([path, true, undefined])
  }
})

describe('S23: error answers', () => {
  it('name a code and a problem, never a path, a stack or what was sent', async () => {
    const { port, token, dataPath, api } = await startServer()
    const { id } = await api.createWorkflow({ body: { document: crossStrategy() } })
    const auth = { authorization: `Bearer ${token}` }
    const canary = 'canary-7f3a'
    const body = (value: unknown): RawOptions => ({ method: 'POST', headers: { ...json, ...auth }, body: JSON.stringify(value) })
    const provoked: readonly (readonly [string, RawOptions])[] = [
      ['/api/workflows/none', { headers: auth }],
      ['/api/workflows/..%2f..%2fetc', { headers: auth }],
      ['/api/runs/none', { headers: auth }],
      ['/api/runs/none/values?from=0&to=1', { headers: auth }],
      ['/api/runs?limit=abc', { headers: auth }],
      ['/api/datasets/none', { headers: auth }],
      ['/api/datasets/none/bars', { headers: auth }],
      [`/api/${canary}`, { headers: auth }],
      [`/${canary}.js`, { headers: auth }],
      ['/api/workflows', { method: 'PATCH', headers: auth }],
      ['/api/health', { method: 'DELETE', headers: auth }],
      ['/api/workflows', body({ name: 5 })],
      ['/api/workflows', { ...body(''), body: `{"${canary}": ` }],
      ['/api/workflows/import', body([])],
      ['/api/workflows/import', body({ [canary]: canary })],
      ['/api/workflows/import', body({ formatVersion: 99 })],
      ['/api/runs', body({ mode: 'live', workflowId: id })],
      ['/api/runs', body({ mode: 'backtest', workflowId: 'none' })],
      ['/api/runs', body({ mode: 'backtest', workflowId: id, feeds: { feed: { kind: 'dataset', dataset: canary } } })],
      ['/api/runs', body({ mode: 'backtest', workflowId: id, revision: 77 })],
      ['/api/runs', body({ mode: 'backtest' })],
      ['/execute', body({ workflow: { [canary]: 1 } })],
      [
        '/api/data/preview?fileName=x.csv',
        { method: 'POST', headers: { 'content-type': 'application/octet-stream', ...auth }, body: canary },
      ],
    ]
    for (const [path, options] of provoked) {
      const answer = await rawRequest(port, path, options)
      const where = `${options.method ?? 'GET'} ${path}`
      const answered = { where, text: answer.text, ...answerSchema.safeParse({ ...asObject(answer.body), status: answer.status }) }
      expect(answered).toMatchObject({ where, success: true })
      expect(answered.text).not.toMatch(/node_modules|\/src\/|at [A-Za-z]+ \(|\.ts:\d/)
      expect(answered.text).not.toContain(dataPath)
    }
  })

  it('live trading is refused with a plain reason', async () => {
    const { api } = await startServer()
    const { id } = await api.createWorkflow({ body: { document: crossStrategy() } })
    await expect(api.startRun({ body: { mode: 'live', workflowId: id } })).rejects.toMatchObject({
      status: 422,
      body: { code: 'LIVE_NOT_AVAILABLE', message: expect.stringContaining('no real orders') },
    })
    expect(await api.listRuns({ query: {} })).toEqual([])
  })
})

it('a second page of the same browser gets its own session only through a new launch address', async () => {
  const { url, launchToken } = await startServer()
  await expect(openPage(url, launchToken)).rejects.toThrow('401')
})
