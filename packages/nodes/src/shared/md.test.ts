import { describe, expect, it } from 'vitest'
import { md } from './md.ts'

describe('md', () => {
  it('takes away the indentation that all lines share, and keeps what is deeper', () => {
    expect(md`
      first ${1}

        deeper
      last
    `).toBe('first 1\n\n  deeper\nlast')
  })
})
