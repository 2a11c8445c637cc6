import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { seriousFindings } from './axe.ts'
import { expect as usual, test } from './fixtures.ts'

/** A market beside other work may take its time. */
const expect = usual.configure({ timeout: 20_000 })

const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) })
const events = (page: Page) => page.getByRole('list', { name: 'Events, newest first' })
const price = (page: Page) => page.getByText(/^Last price of/).locator('..')
const controls = (page: Page) => page.getByRole('region', { name: 'Clock and controls' })
const marketTime = async (page: Page): Promise<number> => Date.parse((await controls(page).locator('time').getAttribute('datetime')) ?? '')

async function openMarket(page: Page, symbol = 'BTC/USD'): Promise<void> {
  await page.goto(`/#/market/${encodeURIComponent(symbol)}`)
  await expect(page.getByText('Simulated market', { exact: true })).toBeVisible()
  await expect(controls(page)).toBeVisible()
}

/** A request of the page itself, past its buttons. */
const post = (page: Page, path: string, body?: unknown) =>
  page.evaluate(
    async ([url, json]) => {
      const init = json === undefined ? { method: 'POST' } : { method: 'POST', headers: { 'content-type': 'application/json' }, body: json }
      return (await fetch(url, init)).json()
    },
    [path, body === undefined ? undefined : JSON.stringify(body)] as const,
  )

// Its pictures are drawn by the processor here, and traced: slow where the machine has other work.
test.describe.configure({ timeout: 240_000 })
// Other tests trade on this market too.
test.afterEach(async ({ app: page }) => {
  await post(page, '/api/market/speed', { speed: 1 })
  await post(page, '/api/market/resume')
})

test('the market is one press away and lives: prices, candles, book, tape, agents and what happens', async ({ app: page }) => {
  await page.goto('/#/')
  await page.getByRole('link', { name: 'Market', exact: true }).click()
  await expect(page.getByText('Simulated market', { exact: true })).toBeVisible()
  await expect(page).toHaveTitle(/^SIMULATED · BTC\/USD [\d,.]+/)
  await expect(controls(page).getByText('Running', { exact: true })).toBeVisible()
  await post(page, '/api/market/speed', { speed: 60 })
  const before = await price(page).innerText()
  await expect.poll(() => price(page).innerText()).not.toBe(before)
  await expect(page.locator('.tv-lightweight-charts').first()).toBeVisible()
  await expect(page.getByRole('table', { name: /^Order book of BTC\/USD/ }).getByRole('row')).toHaveCount(21)
  await expect.poll(() => page.getByRole('table', { name: 'Newest trades of BTC/USD' }).getByRole('row').count()).toBeGreaterThan(5)
  await expect.poll(() => page.getByRole('table', { name: 'Agents' }).getByRole('row').count()).toBeGreaterThan(5)
  await expect(events(page)).not.toBeEmpty()
})

test('a dialog belongs to its place: another address, typed or by Back, closes it', async ({ app: page }) => {
  await openMarket(page)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'New market' }).click()
  await expect(dialog).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#/market/ETH%2FUSD'
  })
  await expect(page).toHaveTitle(/^SIMULATED · ETH\/USD/)
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'New market' }).click()
  await expect(dialog).toBeVisible()
  await page.goBack()
  await expect(page).toHaveTitle(/^SIMULATED · BTC\/USD/)
  await expect(dialog).toHaveCount(0)
})

test('another market has its own address, book and tape', async ({ app: page }) => {
  await openMarket(page)
  await page.getByRole('radiogroup', { name: 'Market' }).getByText('ETH/USD').click()
  await expect(page).toHaveURL(/#\/market\/ETH%2FUSD$/)
  await expect(page).toHaveTitle(/^SIMULATED · ETH\/USD [\d,.]+/)
  await expect(page.getByRole('table', { name: /^Order book of ETH\/USD/ }).getByRole('row')).toHaveCount(21)
  await expect.poll(() => page.getByRole('table', { name: 'Newest trades of ETH/USD' }).getByRole('row').count()).toBeGreaterThan(1)
  await page.goBack()
  await expect(page).toHaveTitle(/^SIMULATED · BTC\/USD/)
})

test('the clock is paused, stepped, sped up and resumed', async ({ app: page }) => {
  await openMarket(page)
  await controls(page).getByRole('button', { name: 'Pause' }).click()
  await expect(controls(page).getByText('Paused', { exact: true })).toBeVisible()
  await page.waitForTimeout(700)
  const stopped = await marketTime(page)
  await controls(page).getByRole('button', { name: 'Length of a step' }).click()
  await page.getByRole('menuitem', { name: 'Step 60 s' }).click()
  await expect.poll(() => marketTime(page)).toBe(stopped + 60_000)
  await controls(page).getByRole('button', { name: 'Step 60 s' }).click()
  await expect.poll(() => marketTime(page)).toBe(stopped + 120_000)
  await expect(controls(page).getByText('Paused', { exact: true })).toBeVisible()

  await controls(page).getByRole('combobox', { name: 'Speed' }).selectOption('60×')
  await controls(page).getByRole('button', { name: 'Resume' }).click()
  await expect(controls(page).getByText('Running', { exact: true })).toBeVisible()
  await expect.poll(() => marketTime(page)).toBeGreaterThan(stopped + 180_000)
})

test('a scenario is started, followed and told', async ({ app: page }) => {
  await openMarket(page)
  await tab(page, 'Scenarios').click()
  await page.getByRole('button', { name: 'Start Spread blow-out' }).click()
  await expect(page.getByRole('progressbar', { name: 'Progress of Spread blow-out' })).toBeVisible()
  await expect(tab(page, 'Scenarios')).toContainText('1 running')
  await expect(events(page)).toContainText('Spread blow-out')
  await page.getByRole('button', { name: 'Start Exchange maintenance' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Cancel only' })).toBeVisible()
})

test('agents are sorted, filtered by persona and opened with their reasons', async ({ app: page }) => {
  await openMarket(page)
  const table = page.getByRole('table', { name: 'Agents' })
  await table.getByRole('columnheader', { name: 'Trades' }).getByRole('button').click()
  await expect(table.getByRole('columnheader', { name: 'Trades' })).toHaveAttribute('aria-sort', 'descending')
  await tab(page, 'Personas').click()
  await page.getByRole('region', { name: 'Return by persona' }).getByRole('button', { name: 'Market maker' }).click()
  await expect(page.getByRole('combobox', { name: 'Persona' })).toHaveValue('market-maker')
  await expect(table.getByRole('row').nth(1)).toContainText('Market maker')
  await table
    .getByRole('button', { name: /: details$/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: 'Balances' })).toBeVisible()
  await expect(dialog.getByText('Initial capital', { exact: true })).toBeVisible()
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await tab(page, 'Decisions').click()
  await page.getByRole('radiogroup', { name: 'Decisions shown' }).getByText('All').click()
  await expect(page.getByRole('list', { name: 'Decisions, newest first' }).getByRole('listitem').first()).toBeVisible()
})

test('a checkpoint brings the market back to exactly its moment', async ({ app: page }) => {
  await openMarket(page)
  await controls(page).getByRole('button', { name: 'Pause' }).click()
  await expect(controls(page).getByText('Paused', { exact: true })).toBeVisible()
  await tab(page, 'Checkpoints').click()
  await page.getByRole('textbox', { name: 'Name of the checkpoint' }).fill('before the step')
  await page.getByRole('button', { name: 'Save checkpoint' }).click()
  await expect(page.getByRole('list', { name: 'Checkpoints' })).toContainText('before the step')
  const saved = await marketTime(page)
  await controls(page).getByRole('button', { name: 'Step 1 s' }).click()
  await expect.poll(() => marketTime(page)).toBe(saved + 1000)
  await page.getByRole('button', { name: 'Restore before the step' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText(/The market is as it was at “before the step”/)).toBeVisible()
  await expect.poll(() => marketTime(page)).toBe(saved)
  await expect(controls(page).getByText('Paused', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Delete before the step' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('button', { name: 'Restore before the step' })).toBeHidden()
})

test('a report is written, read in its frame and taken away', async ({ app: page }, info) => {
  await openMarket(page)
  await tab(page, 'Reports').click()
  await page.getByRole('button', { name: 'Write a report' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible()
  await expect(dialog.locator('iframe')).toHaveAttribute('sandbox', '')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Markdown' }).click()
  const file = info.outputPath('report.md')
  await (await download).saveAs(file)
  expect(readFileSync(file, 'utf8')).toMatch(/^# /)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Reports' }).getByRole('listitem')).not.toHaveCount(0)
})

test('a test account of the sandbox exchange shows its secret once, with code that can be pasted', async ({ app: page }) => {
  await openMarket(page)
  await tab(page, 'Exchange').click()
  await page.getByRole('button', { name: 'New test account' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('my bot')
  await page.getByRole('textbox', { name: 'USD' }).fill('2500')
  await page.getByRole('button', { name: 'Make account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Test account “my bot”' })
  await expect(dialog).toContainText('Funded with 2,500 USD')
  const code = await dialog.getByRole('region', { name: 'Code' }).innerText()
  const secret = /secret: '([^']+)'/.exec(code)?.[1] ?? ''
  const base = /public: '([^']+)'/.exec(code)?.[1] ?? ''
  expect(secret.length).toBeGreaterThan(40)
  const time = await page.request.get(`${base}/0/public/Time`)
  expect(await time.json()).toMatchObject({ error: [] })
  await dialog.getByRole('button', { name: 'I have kept the secret' }).click()
  await expect(page.getByRole('list', { name: 'Test accounts' })).toContainText('my bot')
  expect(await page.content()).not.toContain(secret)
  await page.getByRole('button', { name: 'Close account my bot' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close account' }).click()
  await expect(page.getByRole('button', { name: 'Close account my bot' })).toBeHidden()
})

test('a new market begins with a seed, and a report of the former one is kept', async ({ app: page }) => {
  await openMarket(page)
  await expect.poll(() => page.getByRole('table', { name: 'Agents' }).getByRole('row').count()).toBeGreaterThan(5)
  await tab(page, 'Reports').click()
  const rows = page.getByRole('button', { name: /^Open the report/ })
  await expect(page.getByText(/^Loading the reports/)).toBeHidden()
  const before = await rows.count()
  await page.getByRole('button', { name: 'New market' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Seed/ }).fill('not a number')
  await expect(dialog.getByRole('alert')).toContainText('A seed is a whole number')
  await dialog.getByRole('textbox', { name: /^Seed/ }).fill('77')
  const makers = dialog.getByRole('listitem').filter({ hasText: 'Quotes both sides' })
  await makers.getByRole('textbox', { name: /^Market maker/ }).fill('9')
  await makers.getByRole('button', { name: 'One Market maker more' }).click()
  await makers.getByText('How it decides').click()
  await makers.getByRole('textbox').nth(1).fill('a lot')
  await expect(dialog.getByRole('alert')).toContainText(/^Market maker, “.+”: a number from/)
  await makers.getByRole('textbox').nth(1).fill('2')
  await expect(dialog.getByRole('alert')).toBeHidden()
  await dialog.getByRole('button', { name: 'End this one and begin' }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
  await expect(controls(page)).toContainText('seed 77')
  await expect(rows).toHaveCount(before + 1)
  await tab(page, 'Agents').click()
  await page.getByRole('combobox', { name: 'Persona' }).selectOption('Market maker')
  await expect(page.getByText('10 of 198 agents')).toBeVisible()
  // Another one begins from this one: with its numbers and the parameter that was set.
  await page.getByRole('button', { name: 'New market' }).click()
  await expect(makers.getByRole('textbox', { name: /^Market maker/ })).toHaveValue('10')
  await makers.getByText('How it decides').click()
  await expect(makers.getByRole('textbox').nth(1)).toHaveValue('2')
})

test('without a connection the page says so, and goes on by itself', async ({ app: page }) => {
  let isDown = false
  const open: { close(): Promise<void> }[] = []
  await page.routeWebSocket('**/ws', (socket) => {
    if (isDown) return void socket.close()
    socket.connectToServer()
    open.push(socket)
  })
  await openMarket(page)
  await expect(page.getByRole('table', { name: /^Order book of/ }).getByRole('row')).toHaveCount(21)
  isDown = true
  for (const socket of open) await socket.close()
  await expect(page.getByText('No connection to the market, trying again')).toBeVisible()
  isDown = false
  await expect(page.getByText('No connection to the market, trying again')).toBeHidden()
  const before = await marketTime(page)
  await expect.poll(() => marketTime(page)).toBeGreaterThan(before)
})

test('what cannot be loaded says so and is tried again at a press', async ({ app: page }) => {
  await page.route('**/api/market/scenarios', (route) => route.abort())
  await openMarket(page)
  await tab(page, 'Scenarios').click()
  await expect(page.getByText('The scenarios could not be loaded.')).toBeVisible()
  await page.unroute('**/api/market/scenarios')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: 'Start Flash crash' })).toBeVisible()
})

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious for axe on the market page, in ${theme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await openMarket(page)
    await controls(page).getByRole('button', { name: 'Pause' }).click()
    for (const name of ['Agents', 'Personas', 'Decisions', 'Scenarios', 'Checkpoints', 'Reports', 'Exchange']) {
      await tab(page, name).click()
      await expect(page.getByRole('tabpanel')).not.toContainText('Loading')
      // The rest of the page stays as it was.
      expect(await seriousFindings(page, name, name === 'Agents' ? 'main' : '[role=tabpanel]')).toEqual([])
    }
  })
}

test('on a phone one thing at a time, everything within reach', async ({ app: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openMarket(page)
  for (const name of ['Chart', 'Book', 'Trades', 'Agents', 'Events', 'Lab']) {
    await tab(page, name).first().click()
    await expect(page.getByRole('tabpanel').first()).not.toContainText('Loading')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390)
  }
  await expect(page.getByRole('button', { name: 'Start Flash crash' })).toBeVisible()
  await controls(page).getByRole('button', { name: 'Pause' }).click()
  await expect(controls(page).getByText('Paused', { exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Market' }).selectOption('ETH/BTC')
  await expect(page).toHaveURL(/ETH%2FBTC$/)
})
