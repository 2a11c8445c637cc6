import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const hour = 3_600_000
const start = Date.UTC(2024, 0, 1)

/** 400 hourly candles; two are missing, one is there twice, one has text for a price. */
function dirtyFile(): string {
  const rows = Array.from({ length: 400 }, (_, row) => {
    const open = 100 + 10 * Math.sin(row / 15)
    const close = 100 + 10 * Math.sin((row + 1) / 15)
    return [
      start + row * hour,
      open.toFixed(2),
      (Math.max(open, close) + 0.5).toFixed(2),
      (Math.min(open, close) - 0.5).toFixed(2),
      close.toFixed(2),
      5 + (row % 7),
    ].join(',')
  })
  const text = rows[50]?.replace(/,[^,]*$/, ',many') ?? ''
  const kept = [...rows.slice(0, 50), text, ...rows.slice(51, 100), ...rows.slice(102, 200), rows[199] ?? '', ...rows.slice(200)]
  return ['time,open,high,low,close,volume', ...kept].join('\n')
}

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  await page.goto('/#/data')
  await page.getByRole('button', { name: 'Import candles' }).click()
  await page.getByLabel('File with candles').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

test('a file is looked at, its faults are decided about, and a strategy runs on it at once', async ({ app: page }) => {
  await chooseFile(page, 'exchange_ethusd_1h.csv', dirtyFile())
  const dialog = page.getByRole('dialog', { name: 'Import candles' })
  await expect(dialog.getByText('Text where a number should be')).toBeVisible()
  await expect(dialog.getByText('Same row twice')).toBeVisible()
  await expect(dialog.getByText('3 in 2 gaps')).toBeVisible()
  await expect(dialog.getByLabel('Symbol')).toHaveValue('ETH/USD')
  await expect(dialog.getByRole('button', { name: /^Import \d+ candles$/ })).toBeDisabled()
  await expect(dialog.getByRole('table').first()).toContainText('volume')

  await dialog.getByRole('checkbox', { name: /Time stamps are the end/ }).check()
  await expect(dialog.getByRole('row').filter({ hasText: '2024-01-01 00:00' })).toBeVisible()
  await dialog.getByRole('checkbox', { name: /Time stamps are the end/ }).uncheck()
  await expect(dialog.getByRole('row').filter({ hasText: '2024-01-01 01:00' })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])

  await dialog.getByRole('checkbox', { name: /Import anyway and leave 1 wrong row out/ }).check()
  await dialog.getByLabel('Name in lists').fill('My ether')
  await dialog.getByRole('button', { name: 'Import 397 candles' }).click()
  await expect(page.getByRole('dialog', { name: 'Candles imported' })).toContainText('397 candles of ETH/USD, 1h')
  await page.getByRole('button', { name: 'All data' }).click()
  const card = page.getByRole('listitem').filter({ hasText: 'My ether' })
  await expect(card).toContainText('2 gaps, 3 bars missing')
  await card.getByRole('button', { name: /Show details/ }).click()
  await expect(card.getByRole('img', { name: /^Prices of ETH\/USD/ })).toBeVisible()

  const result = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const post = async (path: string, body: unknown) => (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    const [dataset] = await (await fetch('/api/datasets')).json()
    const workflow = await post('/api/workflows', { example: 'ema-cross-rsi-filter', name: 'On my data' })
    const run = await post('/api/runs', {
      mode: 'backtest',
      workflowId: workflow.id,
      feeds: { feed: { kind: 'dataset', dataset: dataset.id } },
    })
    for (;;) {
      const { status, reason, bars } = await (await fetch(`/api/runs/${run.id}`)).json()
      if (status !== 'starting' && status !== 'running') return { status, reason, bars }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
  expect(result).toMatchObject({ status: 'finished', bars: 397 })

  await card.getByRole('button', { name: 'Delete My ether' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
  await expect(card).toBeVisible()
  await card.getByRole('button', { name: 'Delete My ether' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(card).toBeHidden()
})

test('columns that were not recognised can be named, and a file without candles is refused in words', async ({ app: page }) => {
  const rows = Array.from({ length: 30 }, (_, row) => [start + row * hour, 10, 12, 9, 11, 1].join(','))
  await chooseFile(page, 'mine.csv', ['wann,anfang,oben,unten,ende,menge', ...rows].join('\n'))
  const dialog = page.getByRole('dialog', { name: 'Import candles' })
  const names = { Time: 'wann', Open: 'anfang', High: 'oben', Low: 'unten', Close: 'ende', Volume: 'menge' }
  const fallback = dialog.getByRole('group', { name: 'Which column is which?' })
  await expect(fallback).toBeVisible()
  for (const [label, name] of Object.entries(names)) {
    if (await fallback.isVisible()) await fallback.getByRole('combobox', { name: label }).selectOption(name)
  }
  await expect(dialog.getByRole('button', { name: 'Import 30 candles' })).toBeVisible()
  await expect(dialog.getByText('Say which symbol these candles are of.')).toBeVisible()
  await dialog.getByLabel('Symbol').fill('ABC/EUR')
  await expect(dialog.getByRole('button', { name: 'Import 30 candles' })).toBeEnabled()
  await dialog.getByRole('button', { name: 'Another file' }).click()

  await page
    .getByLabel('File with candles')
    .setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear reader,\nthis is no table.\n') })
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
})

test('the import fits a phone', async ({ app: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await chooseFile(page, 'exchange_ethusd_1h.csv', dirtyFile())
  await expect(page.getByText('Text where a number should be')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
