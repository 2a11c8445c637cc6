import { readFileSync } from 'node:fs'
import { addByKeyboard, edges, expect, newStrategy, node, nodes, saveState, test } from './fixtures.ts'

test('edits survive a reload, become a revision when told, and an older revision comes back', async ({ app: page }) => {
  await newStrategy(page)
  await addByKeyboard(page, 'market feed')
  await addByKeyboard(page, 'rsi')
  await expect(saveState(page)).toHaveText('Draft kept')
  await page.reload()
  await expect(nodes(page)).toHaveCount(2)

  await page.keyboard.press('Control+s')
  await expect(saveState(page)).toHaveText('Saved')
  await node(page, 'rsi').click()
  await page.keyboard.press('Delete')
  await expect(nodes(page)).toHaveCount(1)
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved as revision 3.')).toBeVisible()

  await page.getByRole('button', { name: 'Revisions' }).click()
  await page.getByRole('button', { name: /^Revision 2/ }).click()
  await page.getByRole('button', { name: 'Restore revision 2' }).click()
  await expect(nodes(page)).toHaveCount(2)
})

test('edits that had not reached the server are found again', async ({ app: page }) => {
  await newStrategy(page)
  await page.route('**/draft', (route) => route.abort())
  await addByKeyboard(page, 'market feed')
  await expect(saveState(page)).toHaveText('Kept here')
  await page.unroute('**/draft')
  await page.reload()
  await expect(nodes(page)).toHaveCount(1)
  await expect(page.getByText(/had not reached the server were restored/)).toBeVisible()
})

test('two windows on one strategy: the second one is asked, and nothing is lost', async ({ app: page }) => {
  await newStrategy(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(other.getByText('Begin with a Market feed')).toBeVisible()

  await addByKeyboard(page, 'market feed')
  await page.keyboard.press('Control+s')
  await expect(saveState(page)).toHaveText('Saved')

  await addByKeyboard(other, 'constant')
  await other.keyboard.press('Control+s')
  const dialog = other.getByRole('dialog', { name: 'This strategy was changed elsewhere' })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByText('Only in yours')).toBeVisible()
  await expect(dialog.getByText('Only in theirs')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save mine as the newest' }).click()
  await expect(saveState(other)).toHaveText('Saved')
  await expect(nodes(other)).toHaveCount(1)
  await other.close()
})

test('a strategy travels as a file and as text', async ({ app: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await newStrategy(page)
  await addByKeyboard(page, 'market feed')
  await addByKeyboard(page, 'rsi')

  // Copy, paste: new ids, inner connections kept.
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect(nodes(page)).toHaveCount(4)
  await expect(edges(page)).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(nodes(page)).toHaveCount(2)

  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')])
  const text = readFileSync(await download.path(), 'utf8')
  expect(JSON.parse(text).nodes).toHaveLength(2)

  // Dropped on the page: a new strategy in a new tab, this one untouched.
  const before = page.url()
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer()
    data.items.add(new File([content], 'dropped.json', { type: 'application/json' }))
    return data
  }, text)
  await page.dispatchEvent('.react-flow__pane', 'drop', { dataTransfer: transfer })
  await expect(page).not.toHaveURL(before)
  await expect(nodes(page)).toHaveCount(2)
})

test('a node is disabled, deleted with its connections rejoined, and a wrong setting stays in sight', async ({ app: page }) => {
  await newStrategy(page)
  await addByKeyboard(page, 'market feed')
  await addByKeyboard(page, 'ema')
  await addByKeyboard(page, 'rsi')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('d')
  await expect(node(page, 'ema').getByLabel('Disabled')).toBeVisible()
  await page.keyboard.press('Control+Delete')
  await expect(nodes(page)).toHaveCount(2)
  await expect(edges(page)).toHaveCount(1)

  await node(page, 'rsi').click()
  await page.getByRole('textbox', { name: /^Length/ }).fill('fourteen')
  await expect(page.getByRole('textbox', { name: /^Length/ })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('tab', { name: /Problems/ }).click()
  await expect(page.getByRole('tabpanel', { name: /Problems/ })).toContainText('RSI')
  await page.reload()
  await node(page, 'rsi').click()
  await expect(page.getByRole('textbox', { name: /^Length/ })).toHaveValue('fourteen')
})
