import { useState } from 'react'
import { useMedia } from '../runs/panel/shared/use-media.ts'
import { cx } from '../ui/class-names.ts'
import { AgentDialog } from './agents/agent-dialog.tsx'
import { AgentsPanel } from './agents/agents-panel.tsx'
import { PersonasPanel } from './agents/personas-panel.tsx'
import { DepthPanel } from './book/depth-panel.tsx'
import { LadderPanel } from './book/ladder-panel.tsx'
import { ChartPanel } from './chart/chart-panel.tsx'
import { DecisionsPanel } from './events/decisions-panel.tsx'
import { EventsPanel } from './events/events-panel.tsx'
import { useMarket } from './feed/use-market.ts'
import { CheckpointsPanel } from './lab/checkpoints-panel.tsx'
import { ExchangePanel } from './lab/exchange-panel.tsx'
import { ReportsPanel } from './lab/reports-panel.tsx'
import { ScenariosPanel } from './lab/scenarios-panel.tsx'
import { MarketControls } from './market-controls.tsx'
import { type DockTab, MarketDock } from './market-dock.tsx'
import { MarketHeader } from './market-header.tsx'
import { priceDecimals } from './market-words.ts'
import { TapePanel } from './tape/tape-panel.tsx'

type DockId = 'agents' | 'personas' | 'decisions' | 'trades' | 'events' | 'scenarios' | 'checkpoints' | 'reports' | 'exchange'
type PhoneId = 'chart' | 'book' | 'trades' | 'traders' | 'events' | 'lab'

/** Everything in sight on a desk; on a phone one thing at a time. */
export function MarketLayout({ symbol }: { readonly symbol: string }) {
  const decimals = priceDecimals(symbol, useMarket(['ticker'], 1000).tickers)
  const [persona, setPersona] = useState('')
  const [dockTab, setDockTab] = useState<DockId>()
  const [agent, setAgent] = useState<number>()
  const isPhone = useMedia('(max-width: 760px)')
  const isWide = useMedia('(min-width: 1180px)')

  const traders: readonly DockTab<DockId>[] = [
    { id: 'agents', label: 'Agents', panel: <AgentsPanel persona={persona} onPersona={setPersona} onOpen={setAgent} /> },
    {
      id: 'personas',
      label: 'Personas',
      panel: (
        <PersonasPanel
          onPersona={(chosen) => {
            setPersona(chosen)
            setDockTab('agents')
          }}
        />
      ),
    },
    { id: 'decisions', label: 'Decisions', panel: <DecisionsPanel onOpen={setAgent} /> },
  ]
  const lab: readonly DockTab<DockId>[] = [
    { id: 'scenarios', label: 'Scenarios', badge: <RunningCount />, panel: <ScenariosPanel /> },
    { id: 'checkpoints', label: 'Checkpoints', panel: <CheckpointsPanel /> },
    { id: 'reports', label: 'Reports', panel: <ReportsPanel /> },
    { id: 'exchange', label: 'Exchange', panel: <ExchangePanel /> },
  ]
  const chart = <ChartPanel symbol={symbol} decimals={decimals} />
  const tape = <TapePanel decimals={decimals} />
  const book = (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <LadderPanel decimals={decimals} />
      </div>
      <div className="h-30 shrink-0 border-line border-t">
        <DepthPanel decimals={decimals} />
      </div>
    </div>
  )
  const head = (
    <>
      <MarketHeader symbol={symbol} decimals={decimals} isPhone={isPhone} />
      <MarketControls isPhone={isPhone} />
    </>
  )
  const dialog = agent === undefined ? null : <AgentDialog key={agent} id={agent} onClose={() => setAgent(undefined)} />

  if (isPhone) {
    const tabs: readonly DockTab<PhoneId>[] = [
      { id: 'chart', label: 'Chart', panel: chart },
      { id: 'book', label: 'Book', panel: book },
      { id: 'trades', label: 'Trades', panel: tape },
      {
        id: 'traders',
        label: 'Agents',
        panel: <MarketDock name="traders" label="Traders" tabs={traders} selected={dockTab} onSelect={setDockTab} />,
      },
      { id: 'events', label: 'Events', panel: <EventsPanel /> },
      { id: 'lab', label: 'Lab', badge: <RunningCount />, panel: <MarketDock name="lab" label="Experiments" tabs={lab} /> },
    ]
    return (
      <div className="flex h-full flex-col overflow-y-auto">
        {head}
        <div className="min-h-96 flex-1">
          <MarketDock name="market" label="Views of the market" tabs={tabs} />
        </div>
        {dialog}
      </div>
    )
  }

  const besides: readonly DockTab<DockId>[] = isWide
    ? []
    : [
        { id: 'trades', label: 'Trades', panel: tape },
        { id: 'events', label: 'Events', panel: <EventsPanel /> },
      ]
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex h-full min-h-170 flex-col bg-surface">
        {head}
        <div className={cx('grid min-h-0 flex-1', isWide ? 'grid-cols-[minmax(0,1fr)_17rem_18rem]' : 'grid-cols-[minmax(0,1fr)_16rem]')}>
          <div className="flex min-h-0 min-w-0 flex-col">
            <div className="min-h-0 flex-[52]">{chart}</div>
            <div className="min-h-0 flex-[48] border-line border-t">
              <MarketDock
                name="market"
                label="Traders and experiments"
                tabs={[...traders, ...besides, ...lab]}
                selected={dockTab}
                onSelect={setDockTab}
              />
            </div>
          </div>
          <div className="min-h-0 border-line border-l">{book}</div>
          {isWide ? (
            <div className="flex min-h-0 flex-col border-line border-l">
              <div className="min-h-0 flex-[52]">{tape}</div>
              <div className="min-h-0 flex-[48] border-line border-t">
                <EventsPanel />
              </div>
            </div>
          ) : null}
        </div>
        {dialog}
      </div>
    </div>
  )
}

/** How many scenarios run, on their tab. */
function RunningCount() {
  const running = useMarket(['status'], 1000).status?.scenarios.length ?? 0
  if (running === 0) return null
  return (
    <span className="num rounded-full bg-warn-soft px-1.5 font-medium text-2xs text-warn">
      {running}
      <span className="sr-only"> running</span>
    </span>
  )
}
