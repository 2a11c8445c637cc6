import { expect, test } from '@playwright/test'

test('the page opens without errors', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/')
  await expect(page).toHaveTitle(/Strategraph/)
  await expect(page.locator('#root')).not.toBeEmpty()
  expect(errors).toEqual([])
})
