import { edges, expect, node, nodes, test } from './fixtures.ts'

test('a past run opens on the version that ran, whatever became of the strategy since', async ({ app: page }) => {
  await page.goto('/#/')
  const workflowId = await page.evaluate(async () => {
    const examples: { id: string; name: string }[] = await (await fetch('/api/examples')).json()
    const example = examples.find((entry) => /RSI mean/.test(entry.name))
    const answer = await fetch('/api/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ example: example?.id, name: 'To be changed' }),
    })
    return (await answer.json()).id
  })
  await page.goto(`/#/workflow/${workflowId}`)
  await page.getByRole('button', { name: 'Run backtest' }).click()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await expect(run.getByText('finished')).toBeVisible({ timeout: 20_000 })
  const [before, lines] = [await nodes(page).count(), await edges(page).count()]
  const runId = await page.evaluate(async (id) => (await (await fetch(`/api/runs?workflowId=${id}`)).json())[0].id, workflowId)

  await node(page, 'rsi').click()
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+s')
  await expect(nodes(page)).toHaveCount(before - 1)

  await page.goto(`/#/workflow/${workflowId}/run/${runId}`)
  await expect(page.getByText(/exactly the version that ran/)).toBeVisible()
  await expect(nodes(page)).toHaveCount(before)
  await expect(edges(page)).toHaveCount(lines)

  // Looked at, not changed.
  await node(page, 'rsi').click()
  await page.keyboard.press('Delete')
  await expect(nodes(page)).toHaveCount(before)
  await page.getByRole('link', { name: 'Back to the strategy' }).click()
  await expect(nodes(page)).toHaveCount(before - 1)
})
