import { expect, test } from './fixtures.ts'

test('the example is trading on the simulated market and its values change, also after a reload', async ({ app: page }) => {
  await page.goto('/#/')
  await page
    .getByRole('link', { name: /EMA cross with RSI filter/ })
    .first()
    .click()
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  await expect(page.getByTestId('canvas').getByText('SIMULATED')).toBeVisible()
  await expect(page).toHaveTitle(/SIMULATED/)

  const values = async () => {
    await page.getByRole('button', { name: 'Outline' }).click()
    const list = page.getByRole('list', { name: 'Nodes in order of flow' })
    await expect(list).toContainText(/\d{2,}/)
    const before = await list.innerText()
    await expect.poll(() => list.innerText(), { timeout: 15_000 }).not.toBe(before)
  }
  await values()
  await page.reload()
  await expect(page.getByTestId('canvas').getByText('SIMULATED')).toBeVisible()
  await values()
})

test('a dry-run is started, its entries are stopped and resumed, and it is stopped', async ({ app: page }) => {
  await page.goto('/#/')
  await page.evaluate(async () => {
    const examples: { id: string; name: string }[] = await (await fetch('/api/examples')).json()
    const example = examples.find((entry) => /Donchian/.test(entry.name))
    const answer = await fetch('/api/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ example: example?.id, name: 'My breakout' }),
    })
    location.hash = `#/workflow/${(await answer.json()).id}`
  })
  await page.getByText('Dry-run', { exact: true }).click()
  await page.getByRole('button', { name: 'Start dry-run' }).click()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await run.getByRole('button', { name: 'Stop entries' }).click()
  await expect(run.getByText('entries stopped')).toBeVisible()
  await run.getByRole('button', { name: 'Resume entries' }).click()
  await expect(run.getByRole('button', { name: 'Stop entries' })).toBeVisible()
  await run.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(run.getByText('stopped', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start dry-run' })).toBeVisible()
})

test('live is shown, and says why it cannot be started', async ({ app: page }) => {
  await page.goto('/#/')
  await page
    .getByRole('link', { name: /EMA cross with RSI filter/ })
    .first()
    .click()
  const stop = page.getByRole('region', { name: 'Run', exact: true }).getByRole('button', { name: 'Stop', exact: true })
  await stop.click()
  await page.getByRole('radiogroup', { name: 'Mode' }).getByText('Live', { exact: true }).click()
  await expect(page.getByText(/Live trading is not part of this version/)).toBeVisible()
  await expect(page.getByRole('button', { name: /Run backtest|Start dry-run/ })).toHaveCount(0)
})
