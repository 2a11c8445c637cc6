import { describe, expect, it } from 'vitest'
import { isLoopback, judgeHost, judgeOrigin, loopbackHosts } from './origin.ts'

describe('Host header', () => {
  it.each(['127.0.0.1:4170', 'localhost:1', '[::1]:4170', 'LOCALHOST'])('%s is us', (host) => {
    expect(judgeHost({ host }, loopbackHosts)).toBeUndefined()
  })
  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'localhost.evil.example:4170',
    '',
    '0.0.0.0:4170',
    '[::1].evil',
  ])('%s is refused', (host) => {
    expect(judgeHost({ host }, loopbackHosts)?.code).toBe('HOST_NOT_ALLOWED')
  })
  it('a missing one is refused', () => {
    expect(judgeHost({}, loopbackHosts)?.code).toBe('HOST_NOT_ALLOWED')
  })
})

describe('Origin header', () => {
  const host = '127.0.0.1:4170'
  const change = { changesState: true, hasBearer: false }
  it('our own page may change things', () => {
    expect(judgeOrigin({ host, origin: 'http://127.0.0.1:4170', 'sec-fetch-site': 'same-origin' }, change)).toBeUndefined()
  })
  it.each(['http://evil.example', 'null', 'http://127.0.0.1:9999', 'http://localhost:4170', ''])('%s may not', (origin) => {
    expect(judgeOrigin({ host, origin }, change)?.code).toBe('ORIGIN_NOT_ALLOWED')
  })
  it('a change without an origin needs a bearer token', () => {
    expect(judgeOrigin({ host }, change)?.code).toBe('ORIGIN_NOT_ALLOWED')
    expect(judgeOrigin({ host }, { ...change, hasBearer: true })).toBeUndefined()
  })
  it('a bearer token does not excuse a foreign origin', () => {
    expect(judgeOrigin({ host, origin: 'http://evil.example' }, { ...change, hasBearer: true })?.code).toBe('ORIGIN_NOT_ALLOWED')
  })
  it.each(['cross-site', 'same-site'])('Sec-Fetch-Site %s is refused for reading too', (site) => {
    expect(judgeOrigin({ host, 'sec-fetch-site': site }, { changesState: false, hasBearer: false })?.code).toBe('ORIGIN_NOT_ALLOWED')
  })
})

describe('address to listen on', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('%s is loopback', (host) => expect(isLoopback(host)).toBe(true))
  it.each(['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.evil.example', '', '1270.0.0.1'])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
})
