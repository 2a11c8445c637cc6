import { expect, test } from './fixtures.ts'

test('without a session the page says how to get in', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'You need a new link' })).toBeVisible()
})

test('the launch token leaves the address at once, and a used link still opens with its session', async ({ app: page }) => {
  await page.goto('/#token=used-already')
  await page.reload()
  await expect(page).toHaveURL(/#\/$/)
  await expect(page.getByRole('link', { name: 'Gallery' })).toBeVisible()
})
