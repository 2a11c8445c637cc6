import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { clamp } from './clamp.ts'

nodeContract(clamp)

describe('clamp', () => {
  it('refuses limits that are the wrong way round', () => {
    expect(clamp.config.safeParse({ lower: 2, upper: 1 }).error?.issues[0]?.path).toEqual(['lower'])
  })
})
