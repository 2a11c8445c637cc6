import { addByKeyboard, edges, expect, node, nodes, test } from './fixtures.ts'

test('a strategy is built, connected, configured and backtested with the keyboard only', async ({ app: page }) => {
  await page.goto('/#/')
  const newButton = page.getByRole('button', { name: 'New strategy', exact: true }).first()
  await newButton.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Begin with a Market feed')).toBeVisible()

  // The keyboard is on the canvas at once.
  for (const name of ['market feed', 'ema', 'crosses over', 'signals to', 'percent of equity', 'risk gate', 'market order']) {
    await addByKeyboard(page, name)
  }
  await expect(nodes(page)).toHaveCount(7)
  // Every node was joined with the one before it.
  await expect(edges(page)).toHaveCount(6)

  // Arrow keys walk along the connections: back to the cross, whose second input is still free.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft')
  await expect(node(page, 'cross-over')).toBeFocused()
  await page.keyboard.press('c')
  await expect(page.getByRole('combobox', { name: /^Connect/ })).toBeFocused()
  await page.keyboard.type('market feed')
  await page.keyboard.press('Enter')
  await expect(edges(page)).toHaveCount(7)
  await expect(node(page, 'cross-over')).toBeFocused()

  // Enter edits the settings, Escape comes back to the node.
  await page.keyboard.press('ArrowLeft')
  await expect(node(page, 'ema')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /^Length/ })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('8')
  await page.keyboard.press('Escape')
  await expect(node(page, 'ema')).toBeFocused()
  await expect(node(page, 'ema')).toContainText('8')

  // Rename in place.
  await page.keyboard.press('F2')
  await page.keyboard.type('Fast average')
  await page.keyboard.press('Enter')
  await expect(node(page, 'ema')).toContainText('Fast average')

  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Run', exact: true }).getByText('finished')).toBeVisible({ timeout: 20_000 })

  // Undo by key: the name, then the length.
  await page.keyboard.press('Control+z')
  await expect(node(page, 'ema')).not.toContainText('Fast average')

  // Every command by name.
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Commands' })).toBeFocused()
  await page.keyboard.type('outline')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Nodes in order of flow' })).toBeVisible()
})
