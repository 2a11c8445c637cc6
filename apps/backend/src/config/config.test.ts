import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

it('defaults: loopback, port 4170, one core left free', () => {
  expect(readConfig({}, undefined, 4)).toEqual({
    ok: true,
    config: {
      port: 4170,
      host: '127.0.0.1',
      allowedHosts: [],
      logLevel: 'info',
      backtestWorkers: 3,
      examples: true,
      market: {
        enabled: true,
        seed: 1,
        agents: 200,
        speed: 1,
        historyMinutes: 120,
        llm: { callsPerHour: 120, tokensPerHour: 200_000, timeoutSeconds: 20 },
      },
      sandbox: { faults: false },
    },
  })
})

it('the environment wins over the file', () => {
  const result = readConfig({ PORT: '0' }, '{"port": 5000, "host": "localhost"}', 1)
  expect(result).toMatchObject({ ok: true, config: { port: 0, host: 'localhost', backtestWorkers: 1 } })
})

it('the market can be switched off by the environment, and on', () => {
  const market = (STRATEGRAPH_MARKET: string, file: string) => {
    const result = readConfig({ STRATEGRAPH_MARKET }, file, 1)
    return result.ok && result.config.market.enabled
  }
  expect([market('off', '{}'), market('on', '{"market": {"enabled": false}}'), market('', '{"market": {"enabled": false}}')]).toEqual([
    false,
    true,
    false,
  ])
})

it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org'])('HOST=%s is refused with the reason', (HOST) => {
  expect(readConfig({ HOST }, undefined, 1)).toMatchObject({
    ok: false,
    code: 'HOST_NOT_LOOPBACK',
    message: expect.stringContaining('others on the network'),
  })
})

it('another address needs the explicit flag, in the file or in the environment', () => {
  expect(readConfig({ HOST: '0.0.0.0' }, '{"allowRemote": true}', 1)).toMatchObject({ ok: true, config: { host: '0.0.0.0' } })
  expect(readConfig({ HOST: '0.0.0.0', STRATEGRAPH_ALLOW_REMOTE: '1' }, undefined, 1)).toMatchObject({ ok: true })
})

it.each([
  ['{', 'not JSON'],
  ['{"prot": 1}', 'prot'],
  ['{"port": 99999}', 'port'],
])('a wrong file is named: %s', (text, part) => {
  expect(readConfig({}, text, 1)).toMatchObject({ ok: false, code: 'BAD_CONFIG', message: expect.stringContaining(part) })
})

it('a wrong file never shows its values: a key may be among them', () => {
  const result = readConfig({}, '{"llm": {"anthropicApiKey": ["sk-secret"]}, "sk-secret-2": 1}', 1)
  expect(JSON.stringify(result)).not.toContain('sk-secret"')
})

it.each(['http', '70000', '-1'])('PORT=%s is named', (PORT) => {
  expect(readConfig({ PORT }, undefined, 1)).toMatchObject({ ok: false, message: expect.stringContaining('PORT') })
})
