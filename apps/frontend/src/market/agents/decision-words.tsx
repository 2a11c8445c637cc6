import type { MarketAgent, MarketAgentDecision } from '@strategraph/protocol'
import { cx } from '../../ui/class-names.ts'
import { formatFixed, formatNumber } from '../../ui/format.ts'
import type { MarketData } from '../feed/market-store.ts'
import { baseOf, priceDecimals } from '../market-words.ts'

const actions: Readonly<Record<MarketAgentDecision['action'], { readonly text: string; readonly className: string }>> = {
  buy: { text: '▲ Buy', className: 'bg-ok-soft text-up' },
  sell: { text: '▼ Sell', className: 'bg-danger-soft text-down' },
  quote: { text: 'Quote', className: 'bg-accent-soft text-accent' },
  cancel: { text: 'Cancel', className: 'bg-warn-soft text-warn' },
  hold: { text: 'Hold', className: 'bg-hover text-ink-soft' },
}

export function ActionTag({ action }: { readonly action: MarketAgentDecision['action'] }) {
  const { text, className } = actions[action]
  return <span className={cx('inline-block shrink-0 rounded px-1.5 py-px font-medium text-2xs', className)}>{text}</span>
}

const outcomes: Readonly<Record<NonNullable<MarketAgentDecision['outcome']>, { readonly text: string; readonly className: string }>> = {
  accepted: { text: 'in the book', className: 'text-ink-soft' },
  filled: { text: 'filled', className: 'text-up' },
  canceled: { text: 'canceled', className: 'text-ink-faint' },
  rejected: { text: 'refused', className: 'text-down' },
  discarded: { text: 'came too late', className: 'text-warn' },
}

export function Outcome({ outcome }: { readonly outcome: MarketAgentDecision['outcome'] }) {
  if (outcome === undefined) return null
  const { text, className } = outcomes[outcome]
  return <span className={cx('shrink-0 text-2xs', className)}>{text}</span>
}

/** `0.25 BTC at 60,000.1`; empty where nothing is traded. */
export function sizeWords({ quantity, price, symbol }: MarketAgentDecision, { tickers }: MarketData): string {
  if (quantity === 0) return ''
  const size = `${formatNumber(quantity)} ${baseOf(symbol)}`
  return price === null ? size : `${size} at ${formatFixed(price, priceDecimals(symbol, tickers))}`
}

/** What decides for an agent; nothing to say about a plain rule. */
export const mindWords: Readonly<Record<MarketAgent['mind'], { readonly label: string; readonly says: string }>> = {
  rule: { label: 'Rule', says: 'Decides by the rule of its persona.' },
  model: { label: 'Model', says: 'A language model decides.' },
  'rule-instead-of-model': {
    label: 'Rule instead of model',
    says: 'Meant for a language model; without key or budget its declared rule decides.',
  },
}

export function MindTag({ mind }: { readonly mind: MarketAgent['mind'] }) {
  if (mind === 'rule') return null
  const { label, says } = mindWords[mind]
  return (
    <span
      title={says}
      className={cx(
        'shrink-0 rounded border px-1 text-2xs',
        mind === 'model' ? 'border-accent text-accent' : 'border-line-strong text-ink-soft',
      )}
    >
      {mind === 'model' ? label : 'rule for model'}
    </span>
  )
}
