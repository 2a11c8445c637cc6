import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * What axe finds in the page, or in a part of it, that keeps somebody out: "where: rule at selectors". In legacy mode axe looks once, from
 * inside the page, and only at what it reports: five times as quick, and our pages have no frames from elsewhere.
 */
export async function seriousFindings(page: Page, where: string, part?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
