import { Upload } from 'lucide-react'
import { useId } from 'react'
import { useDatasets } from '../api/queries.ts'
import { openOverlay } from '../app/overlays.ts'
import { useEditorState } from '../editor/model/editor-context.ts'
import { Button } from '../ui/button.tsx'
import { isMadeUp, sourceOf, wordsOf } from './candle-sources.ts'
import { changeRunSettings, type FeedChoice, type RunSettings, useSettingsOf } from './run-settings.ts'
import type { feedsOf } from './use-run-actions.ts'

interface RunFieldsProps {
  readonly workflowId: string
  readonly feeds: ReturnType<typeof feedsOf>
}

/** Market, range and account of the next run. */
export function RunFields({ workflowId, feeds }: RunFieldsProps) {
  const { mode } = useSettingsOf(workflowId)
  return (
    <>
      <FeedFields workflowId={workflowId} feeds={feeds} />
      {mode === 'backtest' ? <RangeFields workflowId={workflowId} /> : null}
      <AccountFields workflowId={workflowId} />
    </>
  )
}

/** Where each feed's candles come from in this run; the strategy itself stays as it is. */
function FeedFields({ workflowId, feeds }: RunFieldsProps) {
  const settings = useSettingsOf(workflowId)
  const { data: datasets = [] } = useDatasets()
  const set = (feed: string, choice: FeedChoice | undefined) => {
    const { [feed]: _, ...rest } = settings.feeds
    changeRunSettings(workflowId, { feeds: choice === undefined ? rest : { ...rest, [feed]: choice } })
  }
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-semibold">Market</legend>
      {feeds.length === 0 ? <p className="text-ink-soft">Add a Market feed to the graph first.</p> : null}
      {feeds.map((feed) => {
        const choice = settings.feeds[feed.id]
        return (
          <div key={feed.id} className="space-y-1">
            <label className="block">
              <span className="text-ink-soft text-xs">{feed.name}</span>
              <select className="input" value={valueOf(choice)} onChange={(event) => set(feed.id, choiceOf(event.target.value))}>
                <option value="">As in the graph ({wordsOf(feed.source).toLowerCase()})</option>
                <option value="simulator">Simulated market (agents, running now)</option>
                <option value="sandbox">Sandbox Kraken (the same market)</option>
                <option value="simulated">Seeded candles (made up, any number)</option>
                {settings.mode === 'dry-run' ? <option value="exchange">Real exchange (public prices)</option> : null}
                {datasets.map((dataset) => (
                  <option key={dataset.id} value={`dataset:${dataset.id}`}>
                    {dataset.name} ({dataset.symbol}, {dataset.interval})
                  </option>
                ))}
              </select>
            </label>
            {choice?.kind === 'simulated' ? (
              <div className="grid grid-cols-2 gap-2">
                <Small
                  label="Seed"
                  value={String(choice.seed)}
                  onChange={(text) => set(feed.id, { ...choice, seed: whole(text, choice.seed) })}
                />
                {settings.mode === 'backtest' ? (
                  <Small
                    label="Candles"
                    value={String(choice.bars ?? 5000)}
                    onChange={(text) => set(feed.id, { ...choice, bars: Math.max(1, whole(text, 5000)) })}
                  />
                ) : null}
              </div>
            ) : null}
            {choice?.kind === 'exchange' && !isMadeUp(sourceOf(choice)) ? (
              <Small label="Exchange" value={choice.exchange} onChange={(exchange) => set(feed.id, { kind: 'exchange', exchange })} />
            ) : null}
          </div>
        )
      })}
      <Button size="small" onClick={() => openOverlay('import-data')}>
        <Upload aria-hidden="true" className="size-3.5" /> Import candles …
      </Button>
      {settings.mode === 'dry-run' ? (
        <label className="block pt-1">
          <span className="text-ink-soft text-xs">Speed of seeded or recorded candles</span>
          <select
            className="input"
            value={settings.speed}
            onChange={(event) => changeRunSettings(workflowId, { speed: Number(event.target.value) })}
          >
            <option value={1}>Real time</option>
            <option value={60}>1 minute per second</option>
            <option value={3600}>1 hour per second</option>
            <option value={14_400}>4 hours per second</option>
            <option value={86_400}>1 day per second</option>
          </select>
        </label>
      ) : null}
    </fieldset>
  )
}

function valueOf(choice: FeedChoice | undefined): string {
  if (choice === undefined) return ''
  return choice.kind === 'dataset' ? `dataset:${choice.dataset}` : sourceOf(choice)
}

function choiceOf(value: string): FeedChoice | undefined {
  if (value === 'simulated') return { kind: 'simulated', seed: 1 }
  if (value === 'exchange') return { kind: 'exchange', exchange: 'kraken' }
  if (value === 'simulator' || value === 'sandbox') return { kind: 'exchange', exchange: value }
  return value.startsWith('dataset:') ? { kind: 'dataset', dataset: value.slice('dataset:'.length) } : undefined
}

const whole = (text: string, otherwise: number): number => {
  const number = Math.trunc(Number(text))
  return Number.isFinite(number) && text.trim() !== '' ? number : otherwise
}

function RangeFields({ workflowId }: { readonly workflowId: string }) {
  const { from, to } = useSettingsOf(workflowId)
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">Range (UTC)</legend>
      <div className="grid grid-cols-2 gap-2">
        <label>
          <span className="text-ink-soft text-xs">From</span>
          <input
            type="date"
            className="input"
            value={from}
            onChange={(event) => changeRunSettings(workflowId, { from: event.target.value })}
          />
        </label>
        <label>
          <span className="text-ink-soft text-xs">To</span>
          <input type="date" className="input" value={to} onChange={(event) => changeRunSettings(workflowId, { to: event.target.value })} />
        </label>
      </div>
      <p className="mt-0.5 text-ink-faint text-xs">Empty: all candles that there are.</p>
    </fieldset>
  )
}

/** Overrides of the strategy's account; an empty field keeps what the strategy says (shown in grey). */
function AccountFields({ workflowId }: { readonly workflowId: string }) {
  const settings = useSettingsOf(workflowId)
  const account = useEditorState((state) => state.document.settings.account)
  const set = (change: Partial<RunSettings>) => changeRunSettings(workflowId, change)
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">Account</legend>
      <div className="grid grid-cols-2 gap-2">
        <Small
          label={`Capital (${account.currency})`}
          value={settings.initialCash}
          placeholder={account.initialCash}
          onChange={(initialCash) => set({ initialCash })}
        />
        <Small
          label="Slippage (bps)"
          value={settings.slippageBps}
          placeholder={String(account.slippageBps)}
          onChange={(slippageBps) => set({ slippageBps })}
        />
        <Small
          label="Taker fee (%)"
          value={settings.takerFeePercent}
          placeholder={percent(account.takerFee)}
          onChange={(takerFeePercent) => set({ takerFeePercent })}
        />
        <Small
          label="Maker fee (%)"
          value={settings.makerFeePercent}
          placeholder={percent(account.makerFee)}
          onChange={(makerFeePercent) => set({ makerFeePercent })}
        />
      </div>
      <p className="mt-0.5 text-ink-faint text-xs">For this run only; the strategy’s own account stays.</p>
    </fieldset>
  )
}

const percent = (fraction: number): string => String(Math.round(fraction * 1e8) / 1e6)

interface SmallProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onChange: (text: string) => void
}

function Small({ label, value, placeholder, onChange }: SmallProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="text-ink-soft text-xs">
        {label}
      </label>
      <input
        id={id}
        className="input num"
        autoComplete="off"
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
