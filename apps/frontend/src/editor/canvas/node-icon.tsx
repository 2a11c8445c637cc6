import type { Category } from '@strategraph/strategy-core'
import * as icons from './node-icons.ts'

const byCategory: Readonly<Record<Category, icons.NodeIconName>> = {
  data: 'chart-candlestick',
  source: 'chart-line',
  math: 'sigma',
  logic: 'split',
  indicator: 'activity',
  portfolio: 'wallet',
  ai: 'bot',
  decision: 'signpost',
  risk: 'shield-check',
  order: 'zap',
  output: 'scroll-text',
}

/** Icon of a node type; a type with an icon that is not in our set gets its category's. */
export function NodeIcon({
  name,
  category,
  className,
}: {
  readonly name: string | undefined
  readonly category: Category | undefined
  readonly className?: string
}) {
  const known = icons.iconOf(name) ?? icons.iconOf(category === undefined ? 'circle-help' : byCategory[category])
  if (known === undefined) return null
  const Icon = known
  return <Icon aria-hidden="true" className={className ?? 'size-4 shrink-0'} />
}
