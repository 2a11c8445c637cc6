import { seriousFindings } from './axe.ts'
import { expect, test } from './fixtures.ts'

/** A cross on one-minute candles: trades at once, so a scenario takes a moment. */
const node = (id: string, type: string, config: object = {}) => ({ id, type, version: 1, position: { x: 0, y: 0 }, config })
const edge = (from: string, to: string) => {
  const [source, sourceHandle] = from.split('.')
  const [target, targetHandle] = to.split('.')
  return { id: `${from}-${to}`.replaceAll('.', '-'), source, sourceHandle, target, targetHandle }
}
const cross = {
  formatVersion: 1,
  id: 'cross',
  name: 'Crash me',
  nodes: [
    node('feed', 'data.market-feed', { symbol: 'BTC/USD', interval: '1m', origin: { kind: 'simulated', seed: 5 } }),
    node('fast', 'indicator.ema', { period: 3 }),
    node('slow', 'indicator.ema', { period: 8 }),
    node('up', 'logic.cross-over'),
    node('signals', 'decision.from-signals'),
    node('size', 'decision.size-percent-of-equity', { percent: 50 }),
    node('gate', 'risk.gate'),
    node('order', 'order.market'),
  ],
  edges: [
    edge('feed.candles', 'fast.source'),
    edge('feed.candles', 'slow.source'),
    edge('fast.value', 'up.a'),
    edge('slow.value', 'up.b'),
    edge('up.result', 'signals.buy'),
    edge('signals.decision', 'size.decision'),
    edge('size.proposal', 'gate.proposals'),
    edge('gate.order', 'order.order'),
  ],
}

test('a strategy is crash-tested: verdicts with reasons, a badge in the gallery and on its canvas, and a way to stop it', async ({
  app: page,
}) => {
  test.slow()
  await page.goto('/#/')
  const id = await page.evaluate(async (document) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/workflows', { method: 'POST', headers, body: JSON.stringify({ document }) })
    return String((await answer.json()).id)
  }, cross)
  await page.reload()
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Crash me', exact: true }) })
  await row.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('menuitem', { name: 'Crash tests' }).click()
  const dialog = page.getByRole('dialog', { name: 'Crash tests: Crash me' })
  await expect(dialog.getByText('Not tested yet')).toBeVisible()
  await dialog.getByRole('button', { name: 'Run all scenarios' }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Crash test' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog.getByText('Not tested yet')).toBeVisible()
  // One of them, as a script would: all eleven take their time.
  await page.evaluate(async (workflow) => {
    const headers = { 'content-type': 'application/json' }
    await fetch(`/api/workflows/${workflow}/crash-tests`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ scenarios: ['gap'] }),
    })
  }, id)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await row.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('menuitem', { name: 'Crash tests' }).click()
  await expect(dialog.getByText(/\d+ of 11 scenarios passed.* 10 not tested/)).toBeVisible({ timeout: 90_000 })

  const gap = dialog.getByRole('button', { name: /Gap/ })
  if ((await gap.getAttribute('aria-expanded')) === 'false') await gap.click()
  await expect(dialog.getByText('Books match the venue')).toBeVisible()
  await expect(dialog.getByRole('img', { name: /Price from .* fills\./ })).toBeVisible()
  await expect(dialog.getByText(/seed 1, 1m candles/)).toBeVisible()
  expect(await seriousFindings(page, 'crash tests', 'dialog')).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(row.getByRole('button', { name: /^Crash-tested \d+\/11/ })).toBeVisible()

  await row.getByRole('link', { name: 'Crash me', exact: true }).click()
  await page.getByRole('button', { name: /^Crash-tested \d+\/11/ }).click()
  await expect(dialog.getByText(/revision 1: \d+ of 11/)).toBeVisible()
})
