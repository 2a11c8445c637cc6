import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'

const dataDir = process.env['E2E_DATA_DIR'] ?? '.strategraph/e2e'
const statePath = join(dataDir, 'e2e-session.json')

/** The launch token works once: the first test redeems it, the others use the session that it became. */
async function session(page: Page): Promise<void> {
  if (existsSync(statePath)) {
    const { cookies } = JSON.parse(readFileSync(statePath, 'utf8'))
    await page.context().addCookies(cookies)
    return
  }
  const token = readFileSync(join(dataDir, 'launch-token'), 'utf8').trim()
  await page.goto(`/#token=${token}`)
  // The address is clean before the server has answered; the cookie is there once the page is.
  await expect(page.getByRole('link', { name: 'Gallery' })).toBeVisible()
  await expect(page).toHaveURL(/#\/$/)
  await page.context().storageState({ path: statePath })
}

/** A page with a session; the test fails when the page reports an error. */
export const test = base.extend<{ app: Page }>({
  app: async ({ page }, run) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      // The browser itself reports a refused or broken-off request; the tests that provoke one look at what the page makes of it.
      // Playwright's own script of a trace is what a frame without scripts blocks.
      if (
        message.type() === 'error' &&
        !/status of 4(01|09|22)|net::ERR_FAILED|^Blocked script execution in 'about:srcdoc'/.test(message.text())
      )
        errors.push(message.text())
    })
    await session(page)
    await run(page)
    expect(errors, 'the page reported errors').toEqual([])
  },
})

export { expect }

/** An empty strategy, opened from the page's own button. */
export async function newStrategy(page: Page): Promise<void> {
  await page.goto('/#/')
  await page.getByRole('button', { name: 'New strategy', exact: true }).first().click()
  await expect(page.getByText('Begin with a Market feed')).toBeVisible()
}

export const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
export const port = (page: Page, nodeId: string, id: string) => node(page, nodeId).locator(`.port[data-handleid="${id}"]`)
export const nodes = (page: Page) => page.locator('.react-flow__node-strategy')
export const edges = (page: Page) => page.locator('.react-flow__edge')

/** Draws a line with the pointer, as a hand does: in steps. */
export async function drawLine(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

export async function middle(locator: ReturnType<typeof port>): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('not on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Quick add by keyboard: Tab, name, Enter. */
export async function addByKeyboard(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Add a node' })).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Add a node' })).toBeHidden()
}

export const saveState = (page: Page) => page.getByTestId('save-state')
