import { describe, expect, it } from 'vitest'
import { snippetKinds, snippetOf } from './client-snippets.ts'
import { scenarioProgress } from './scenario-progress.ts'

describe('client snippets', () => {
  const access = { key: 'K1', secret: 'c2VjcmV0Cg==', restUrl: 'http://127.0.0.1:4170/sandbox', wsUrl: 'ws://127.0.0.1:4170/sandbox/v2' }
  it('carry key, secret and the addresses of this server, and no address of the real exchange', () => {
    for (const { id } of snippetKinds) {
      const snippet = snippetOf(id, access)
      for (const part of [access.key, access.secret, `'${access.restUrl}'`]) expect(snippet).toContain(part)
      expect(snippet).not.toContain('kraken.com')
    }
    expect(snippetOf('streams', access)).toContain(`'${access.wsUrl}'`)
  })
  it('a quote in a value cannot end its text', () => {
    expect(snippetOf('python', { ...access, secret: "a'b\\" })).toContain(String.raw`'secret': 'a\'b\\'`)
  })
})

describe('progress of a scenario', () => {
  it('is told in market time', () => {
    expect(scenarioProgress({ startedAt: 1000, endsAt: 5000 }, 2000)).toEqual({ share: 0.25, leftMs: 3000 })
  })
  it('never leaves its bounds', () => {
    expect(scenarioProgress({ startedAt: 1000, endsAt: 5000 }, 0)).toEqual({ share: 0, leftMs: 5000 })
    expect(scenarioProgress({ startedAt: 1000, endsAt: 5000 }, 9000)).toEqual({ share: 1, leftMs: 0 })
    expect(scenarioProgress({ startedAt: 1000, endsAt: 1000 }, 1000).share).toBe(1)
  })
})
