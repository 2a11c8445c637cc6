import { type Instrument, instrumentId, type Interval, isSeed, mostSeed, type Provenance } from '@strategraph/market-model'
import type { FeedPlan, Plan } from '@strategraph/strategy-core'
import type { feedChoiceSchema, Run } from '@strategraph/protocol'
import type { z } from 'zod'
import { unusable } from '../../http/refusal.ts'
import { isOwnExchange } from './own-exchanges.ts'
import { simulatedInstrument } from './simulated-feed.ts'

/** What a run request may say about a feed. */
export type FeedChoice = z.output<typeof feedChoiceSchema>

/** Where the bars of a feed come from, checked. */
export type FeedOrigin =
  | { readonly kind: 'simulated'; readonly seed: number; readonly symbol: string; readonly bars: number | undefined }
  | { readonly kind: 'dataset'; readonly dataset: string }
  | { readonly kind: 'exchange'; readonly exchange: string; readonly symbol: string }

export interface ResolvedFeed {
  /** Feed node id. */
  readonly feed: string
  readonly label: string
  readonly interval: Interval
  readonly instrument: Instrument
  readonly provenance: Provenance
  /** For people and for getting the same data again: "seed 11", a dataset id, an exchange. */
  readonly source: string
  readonly origin: FeedOrigin
}

/** What the catalogue and the exchanges know; given in, so that this file needs neither. */
export interface FeedDirectory {
  /** Undefined for a dataset that does not exist. */
  dataset(id: string): Promise<{ readonly instrument: Instrument; readonly interval: string; readonly provenance: Provenance } | undefined>
  instrument(exchange: string, symbol: string): Promise<Instrument>
}

/** The request's choice or the feed node's own; throws Refusal (422) with the node where it does not fit. */
export async function resolveFeeds(
  plan: Plan,
  choices: Readonly<Record<string, FeedChoice>>,
  directory: FeedDirectory,
): Promise<readonly ResolvedFeed[]> {
  const barFeeds = plan.feeds.filter(({ spec }) => spec.stream === 'bars')
  for (const feed of Object.keys(choices)) {
    if (!plan.feeds.some(({ nodeId }) => nodeId === feed))
      throw unusable('UNKNOWN_FEED', `The workflow has no feed ${JSON.stringify(feed.slice(0, 64))}.`)
  }
  return Promise.all(
    barFeeds.map((feed) => resolveFeed(feed, Object.hasOwn(choices, feed.nodeId) ? choices[feed.nodeId] : undefined, directory)),
  )
}

async function resolveFeed(
  { nodeId, label, spec }: FeedPlan,
  choice: FeedChoice | undefined,
  directory: FeedDirectory,
): Promise<ResolvedFeed> {
  const wanted = choice ?? spec.origin
  const symbol = symbolOf(spec.instrument)
  const base = { feed: nodeId, label, interval: spec.interval }
  switch (wanted.kind) {
    case 'simulated': {
      const { seed } = wanted
      const bars = choice?.kind === 'simulated' ? choice.bars : undefined
      if (!isSeed(seed))
        throw unusable('BAD_SEED', `"${label}": a seed is a whole number from 0 to ${mostSeed}.`, [
          problem('BAD_SEED', 'Seed out of range.', nodeId),
        ])
      return {
        ...base,
        instrument: simulatedInstrument(symbol),
        provenance: 'simulated',
        source: `seed ${seed}`,
        origin: { kind: 'simulated', seed, symbol, bars },
      }
    }
    case 'dataset': {
      const { dataset } = wanted
      const found = await directory.dataset(dataset)
      if (found === undefined) {
        const message = `"${label}" wants the dataset ${JSON.stringify(dataset.slice(0, 64))}, which is not here; import the file or choose another source.`
        throw unusable('DATASET_NOT_FOUND', message, [problem('DATASET_NOT_FOUND', message, nodeId)])
      }
      if (found.interval !== spec.interval) {
        const message = `"${label}" runs on ${spec.interval} candles, the dataset has ${found.interval}.`
        throw unusable('INTERVAL_MISMATCH', message, [
          { ...problem('INTERVAL_MISMATCH', message, nodeId), expected: spec.interval, received: found.interval },
        ])
      }
      return { ...base, instrument: found.instrument, provenance: found.provenance, source: dataset, origin: { kind: 'dataset', dataset } }
    }
    case 'exchange': {
      const { exchange } = wanted
      const instrument = await directory.instrument(exchange, symbol)
      const provenance = isOwnExchange(exchange) ? 'simulated' : 'exchange'
      return { ...base, instrument, provenance, source: exchange, origin: { kind: 'exchange', exchange, symbol } }
    }
  }
}

/** The feeds of a run that was started before: as recorded, without asking anybody again what they are. */
export function recordedFeeds(plan: Plan, run: Pick<Run, 'feeds'>, choices: Readonly<Record<string, FeedChoice>>): readonly ResolvedFeed[] {
  return plan.feeds.flatMap(({ nodeId, label, spec }) => {
    const binding = run.feeds.find(({ feed }) => feed === nodeId)
    if (binding === undefined) return []
    const wanted = (Object.hasOwn(choices, nodeId) ? choices[nodeId] : undefined) ?? spec.origin
    const { id: _, venue, symbol, base, quote, tickSize, lotSize, minQuantity, minNotional } = binding.instrument
    const instrument: Instrument = {
      id: instrumentId(venue, symbol),
      venue,
      symbol,
      base,
      quote,
      tickSize,
      lotSize,
      ...(minQuantity === undefined ? {} : { minQuantity }),
      ...(minNotional === undefined ? {} : { minNotional }),
    }
    const { provenance, source } = binding
    return [{ feed: nodeId, label, interval: spec.interval, instrument, provenance, source, origin: originOf(wanted, symbol) }]
  })
}

export function originOf(wanted: FeedChoice | FeedPlan['spec']['origin'], symbol: string): FeedOrigin {
  switch (wanted.kind) {
    case 'simulated':
      return { kind: 'simulated', seed: wanted.seed, symbol, bars: 'bars' in wanted ? wanted.bars : undefined }
    case 'dataset':
      return { kind: 'dataset', dataset: wanted.dataset }
    case 'exchange':
      return { kind: 'exchange', exchange: wanted.exchange, symbol }
  }
}

/** "kraken:BTC/USD" to "BTC/USD". */
export const symbolOf = (instrument: string): string => instrument.slice(instrument.indexOf(':') + 1)

const problem = (code: string, message: string, nodeId: string) => ({
  path: ['feeds', nodeId],
  code,
  message,
  severity: 'error' as const,
  nodeId,
})
