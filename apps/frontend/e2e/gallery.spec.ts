import { readFileSync, writeFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Another test may have stopped the example: the page then offers to start it. */
async function openWithRun(page: Page): Promise<void> {
  await page.goto('/#/')
  await expect(page.getByRole('article').or(page.getByRole('button', { name: 'Start and watch' }))).toBeVisible()
  if (await page.getByRole('article').isVisible()) return
  await page.getByRole('button', { name: 'Start and watch' }).click()
  await expect(page.getByRole('slider', { name: 'Bar' })).toBeVisible()
  await page.goto('/#/')
}

test('the first page shows an example that trades, one press from its canvas with the run on it', async ({ app: page }) => {
  await openWithRun(page)
  const hero = page.getByRole('article')
  await expect(hero.getByText('SIMULATED', { exact: true })).toBeVisible()
  await expect(hero).toContainText(/Equity\s*[\d,]{5,}\.\d\d/)
  const before = await hero.innerText()
  await expect.poll(() => hero.innerText(), { timeout: 15_000 }).not.toBe(before)
  await hero.getByRole('link', { name: 'Watch it on its canvas' }).click()
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Bar' })).toBeVisible()
  await expect(page.getByRole('tab', { name: 'Chart' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.tv-lightweight-charts')).toBeVisible()
})

test('a strategy is duplicated, renamed, exported, deleted, brought back and imported again', async ({ app: page }, info) => {
  await page.goto('/#/')
  await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    await fetch('/api/workflows', { method: 'POST', headers, body: JSON.stringify({ name: 'Quiet one' }) })
  })
  await page.reload()
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) })
  const act = async (name: string, item: string) => {
    await row(name)
      .getByRole('button', { name: /^More about/ })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await act('Quiet one', 'Duplicate')
  await expect(row('Quiet one (copy)')).toBeVisible()
  await act('Quiet one (copy)', 'Rename')
  await page.getByRole('textbox', { name: 'Name' }).fill('Renamed one')
  await page.keyboard.press('Enter')
  await expect(row('Renamed one')).toBeVisible()

  const download = page.waitForEvent('download')
  await act('Renamed one', 'Export as a file')
  const file = info.outputPath('renamed.json')
  await (await download).saveAs(file)
  expect(JSON.parse(readFileSync(file, 'utf8')).name).toBe('Renamed one')

  await act('Renamed one', 'Delete')
  await expect(row('Renamed one')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row('Renamed one')).toBeVisible()

  const text = readFileSync(file, 'utf8')
  await page.evaluate((json) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([json], 'dropped.strategy.json', { type: 'application/json' }))
    dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
  }, text)
  await expect(page).toHaveURL(/#\/workflow\//)
})

test('a file that is no strategy is refused in words, and the page goes on', async ({ app: page }, info) => {
  await page.goto('/#/')
  const file = info.outputPath('broken.json')
  writeFileSync(file, '{ not json')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await (await chooser).setFiles(file)
  await expect(page.getByText('broken.json is not a strategy file: it is not JSON.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('the gallery fits a phone, and axe finds nothing serious there', async ({ app: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openWithRun(page)
  await expect(page.getByRole('article')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
})
