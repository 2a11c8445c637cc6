import { seriousFindings } from './axe.ts'
import { expect, test } from './fixtures.ts'

for (const theme of ['light', 'dark'] as const) {
  test(`nothing serious for axe: gallery, canvas with a run, data, dialogs, in ${theme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: theme })
    // `part`: the rest of the page stays as it was.
    const check = async (what: string, part?: string) => expect(await seriousFindings(page, what, part)).toEqual([])
    await page.goto('/#/')
    await expect(page.getByRole('link', { name: /EMA cross with RSI filter/ }).first()).toBeVisible()
    await check('gallery')
    await page.goto('/#/data')
    await expect(page.getByRole('heading').first()).toBeVisible()
    await check('data')
    await page.goto('/#/')
    await page
      .getByRole('link', { name: /EMA cross with RSI filter/ })
      .first()
      .click()
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    await check('canvas')
    await page.locator('.react-flow__node[aria-label^="RSI"]').first().click()
    await check('settings', 'aside[aria-label=Settings]')
    await page.getByRole('tab', { name: 'Help' }).click()
    await check('help', 'aside[aria-label=Settings]')
    await page.getByRole('button', { name: 'Outline' }).click()
    await check('outline', 'aside[aria-label=Outline]')
    await page.keyboard.press('Control+k')
    await check('commands', 'dialog[open]')
    await page.keyboard.press('Escape')
    await page.getByRole('toolbar', { name: 'Canvas' }).getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await check('shortcuts', 'dialog[open]')
  })
}

test('a phone shows the canvas, the outline and the settings, without anything beyond its edge', async ({ app: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/#/')
  await page
    .getByRole('link', { name: /EMA cross with RSI filter/ })
    .first()
    .click()
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await page.getByRole('button', { name: 'Outline' }).click()
  await page.getByRole('list', { name: 'Nodes in order of flow' }).getByRole('button', { name: /^RSI/ }).first().click()
  await expect(page.getByRole('complementary', { name: 'Settings' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Nodes in order of flow' })).toBeHidden()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
})
