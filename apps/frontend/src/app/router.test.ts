import { expect, it } from 'vitest'
import { hrefOf, parseRoute, type Route } from './router.ts'

it('every place has its address, and back', () => {
  const routes: readonly Route[] = [
    { page: 'gallery' },
    { page: 'data' },
    { page: 'market' },
    { page: 'market', symbol: 'BTC/USD' },
    { page: 'workflow', workflowId: 'a b/c' },
    { page: 'workflow', workflowId: '100%', runId: 'ü' },
  ]
  for (const route of routes) expect(parseRoute(hrefOf(route))).toEqual(route)
})

it('an address that is none leads to the gallery, one that was cut to what is not there', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/workflow', '#/workflow/', '#/%E0%A4%A/x'])
    expect(parseRoute(hash)).toEqual({ page: 'gallery' })
  expect(parseRoute('#/market/BTC%2')).toEqual({ page: 'market', symbol: 'BTC%2' })
  expect(parseRoute('#/workflow/ab/run/')).toEqual({ page: 'workflow', workflowId: 'ab' })
})
