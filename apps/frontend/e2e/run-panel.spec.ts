import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Runs a backtest of an example on the simulated market and opens the run on its canvas. */
async function openBacktest(page: Page, example: string, bars: number): Promise<void> {
  await page.goto('/#/')
  const target = await page.evaluate(
    async ([id, count]) => {
      const headers = { 'content-type': 'application/json' }
      const post = async (path: string, body: unknown) =>
        (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
      const workflow = await post('/api/workflows', { example: id, name: `Test of ${id}` })
      const feeds: Record<string, unknown> = {}
      for (const node of workflow.document.nodes)
        if (node.type === 'data.market-feed') feeds[node.id] = { kind: 'simulated', seed: 22, bars: count }
      const run = await post('/api/runs', { mode: 'backtest', workflowId: workflow.id, feeds })
      for (;;) {
        const { status, reason } = await (await fetch(`/api/runs/${run.id}`)).json()
        if (status === 'finished') return `#/workflow/${workflow.id}/run/${run.id}`
        if (status === 'failed') throw new Error(reason)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    [example, bars] as const,
  )
  await page.goto(`/${target}`)
  await expect(page.getByText('This is exactly the version that ran')).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Bar' })).toBeVisible()
  // On a wide page the chart opens by itself; a press before that would close it again.
  if ((page.viewportSize()?.width ?? 0) >= 900) await expect(tab(page, 'Chart')).toHaveAttribute('aria-selected', 'true')
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
async function open(page: Page, name: string): Promise<void> {
  if ((await tab(page, name).getAttribute('aria-selected')) !== 'true') await tab(page, name).click()
}

test('a trade says why it was made, and shows its bar and its nodes on the canvas', async ({ app: page }) => {
  await openBacktest(page, 'ema-cross-rsi-filter', 2000)
  await open(page, 'Trades')
  const rows = page.getByRole('table', { name: 'Closed trades' }).getByRole('row')
  await expect(rows.nth(1)).toContainText('Long')
  await page.getByRole('columnheader', { name: 'Net result' }).getByRole('button').click()
  await expect(page.getByRole('columnheader', { name: 'Net result' })).toHaveAttribute('aria-sort', 'descending')

  await page.getByRole('button', { name: 'Why?' }).first().click()
  const why = page.getByRole('region', { name: /^Why trade/ })
  await expect(why.getByRole('row').filter({ hasText: 'EMA 20 above EMA 50' }).first()).toContainText('yes')
  await expect(why).toContainText('Decided to buy: EMA 20 crossed above EMA 50 with RSI below 70')
  await expect(why).toContainText('Let it through: within all limits')
  await why
    .getByRole('button', { name: /show on the canvas/ })
    .first()
    .click()
  await expect(page.getByRole('slider', { name: 'Bar' })).not.toHaveValue('1999')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(8)
  await expect(page.getByTestId('canvas').getByText('looking back')).toBeVisible()
})

test('the time slider steps by bar and by decision, with the keyboard too, and shows the values of that bar', async ({ app: page }) => {
  await openBacktest(page, 'ema-cross-rsi-filter', 2000)
  const slider = page.getByRole('slider', { name: 'Bar' })
  await expect(slider).toHaveValue('1999')
  await page.getByRole('button', { name: 'Previous decision or trade' }).click()
  await expect(slider).not.toHaveValue('1999')
  const at = Number(await slider.inputValue())
  await slider.press('ArrowLeft')
  await expect(slider).toHaveValue(String(at - 1))
  await expect(slider).toHaveAttribute('aria-valuetext', /bar [\d,]+ of 2,000, \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  await slider.press('Shift+ArrowRight')
  await expect(slider).toHaveValue(String(at))

  // Fast enough to be dragged: each step puts the values of another bar on the canvas.
  const ms = await page.evaluate(async () => {
    const strip = document.querySelector('[aria-label="Time slider"]')
    const next = strip?.querySelector<HTMLButtonElement>('[aria-label="Previous bar"]')
    const took: number[] = []
    for (let step = 0; step < 20; step += 1) {
      const before = strip?.textContent
      const start = performance.now()
      next?.click()
      while (strip?.textContent === before || strip?.textContent?.includes('…') === true) await new Promise(requestAnimationFrame)
      took.push(performance.now() - start)
    }
    // The quicker ones: what else the machine does is not the slider's.
    return took.toSorted((a, b) => a - b)[5]
  })
  expect(ms).toBeLessThan(100)

  await page.getByRole('button', { name: 'Last', exact: true }).click()
  await expect(slider).toHaveValue('1999')
})

test('refusals, results with their assumptions, the log and the list of runs are in plain words', async ({ app: page }) => {
  await openBacktest(page, 'risk-showcase', 2000)
  await open(page, 'Decisions')
  await page.getByRole('radiogroup', { name: 'Show' }).getByText('Refused').click()
  await expect(page.getByRole('list', { name: 'Decisions, newest first' })).toContainText(/limit [\d.]+ %/)
  await open(page, 'Results')
  await expect(page.getByRole('region', { name: 'Metrics' })).toContainText('Largest fall of equity from a peak.')
  await expect(page.getByText('0.26 % for market and stop orders', { exact: false })).toBeVisible()
  await open(page, 'Log')
  const log = page.getByRole('list', { name: 'Log, newest first' })
  await expect(log).toContainText('The run is finished')
  await expect(log).not.toContainText(/[A-Z]{3,}_[A-Z]{3,}/)
  await open(page, 'Equity')
  await expect(page.getByText('Buy and hold', { exact: false }).first()).toBeVisible()
  await open(page, 'Runs')
  await expect(page.getByRole('row').filter({ hasText: 'BACKTEST' })).toContainText('on the canvas')
})

test('a long run is shown at a glance and in detail without waiting', async ({ app: page }) => {
  await openBacktest(page, 'ema-cross-rsi-filter', 120_000)
  await open(page, 'Chart')
  await expect(page.locator('.tv-lightweight-charts')).toBeVisible()
  await expect(page.getByText(/BTC\/USD · 1h/)).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/bars')) asked.push(request.url())
  })
  await page.getByRole('button', { name: 'Show all of the run' }).click()
  await expect.poll(() => asked.some((url) => /every=(32|64)/.test(url))).toBe(true)
  await page.getByRole('slider', { name: 'Bar' }).fill('60000')
  await expect(page.getByRole('slider', { name: 'Bar' })).toHaveAttribute('aria-valuetext', /bar 60,001 of 120,000, \d{4}/)
})

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious for axe in the panels of a run, in ${theme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await openBacktest(page, 'risk-showcase', 1000)
    for (const name of ['Chart', 'Equity', 'Trades', 'Decisions', 'Results', 'Log', 'Runs']) {
      await open(page, name)
      await expect(page.getByRole('tabpanel')).not.toContainText('Loading')
      if (name === 'Trades') await page.getByRole('button', { name: 'Why?' }).first().click()
      const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').include('[aria-label="Time slider"]').analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
    }
  })
}

test('the panels can be read on a phone', async ({ app: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openBacktest(page, 'ema-cross-rsi-filter', 2000)
  await open(page, 'Trades')
  await page.getByRole('button', { name: 'Why?' }).first().click()
  await expect(page.getByRole('region', { name: /^Why trade/ })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
