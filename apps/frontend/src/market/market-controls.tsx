import type { MarketStatus } from '@strategraph/protocol'
import { ChevronDown, Pause, Play, RotateCcw, StepForward } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'
import { Floating } from '../ui/floating.tsx'
import { formatBothTimes, formatFixed } from '../ui/format.ts'
import { Menu } from '../ui/menu.tsx'
import { useMarket } from './feed/use-market.ts'
import { NewMarketDialog } from './lab/new-market-dialog.tsx'
import { useMarketAction } from './lab/use-market-action.ts'
import { formatClock, formatSpan, measuredWords, speedWords } from './market-words.ts'

const speeds: readonly (number | null)[] = [1, 10, 60, 600, null]
const stepChoices = [1, 10, 60, 600, 3600]

/** The market's clock and what drives it. */
export function MarketControls({ isPhone }: { readonly isPhone: boolean }) {
  const { status, connection } = useMarket(['status', 'connection'])
  if (status === undefined) return null
  return (
    <section
      aria-label="Clock and controls"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b bg-surface px-3 py-1.5"
    >
      <Clock status={status} />
      <Steer status={status} isPhone={isPhone} />
      <p className="num text-2xs text-ink-faint max-sm:hidden">
        {formatFixed(status.agents, 0)} agents · {formatFixed(status.ticks, 0)} events · seed {status.seed}
        {status.openAsks === 0 ? '' : ` · ${status.openAsks === 1 ? '1 model is' : `${status.openAsks} models are`} thinking`}
      </p>
      {connection === 'lost' ? (
        <output className="flex items-center gap-1.5 rounded-md bg-warn-soft px-2 py-1 text-warn text-xs">
          <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-warn" />
          No connection to the market, trying again … What you see stands still.
        </output>
      ) : null}
    </section>
  )
}

function Clock({ status }: { readonly status: MarketStatus }) {
  const { tickers } = useMarket(['ticker'])
  // Tickers come more often than the status; a frozen feed's stand still.
  const time = Math.max(status.time, ...[...tickers.values()].map((ticker) => ticker.time))
  const isRunning = status.state === 'running'
  const measured = measuredWords(status)
  return (
    <p className="num flex flex-wrap items-center gap-x-2 text-xs">
      <span
        className={cx(
          'inline-flex h-6 items-center gap-1.5 rounded-md px-2 font-medium',
          isRunning ? 'bg-ok-soft text-up' : 'bg-warn-soft text-warn',
        )}
      >
        <span aria-hidden="true" className={cx('size-2 rounded-full', isRunning ? 'animate-pulse bg-up' : 'bg-warn')} />
        {isRunning ? 'Running' : 'Paused'}
      </span>
      <time dateTime={new Date(time).toISOString()} title={formatBothTimes(time)} className="font-medium">
        {formatClock(time)} <span className="font-normal text-ink-faint">UTC</span>
      </time>
      {measured === undefined ? null : (
        <span className="text-ink-soft" title="Market time per real time, measured over the last seconds">
          {measured}
        </span>
      )}
    </p>
  )
}

function Steer({ status, isPhone }: { readonly status: MarketStatus; readonly isPhone: boolean }) {
  const action = useMarketAction()
  const [step, setStep] = useState(1)
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>()
  const [isNew, setNew] = useState(false)
  const isRunning = status.state === 'running'
  const isBusy = action.busy !== undefined
  const choices = speeds.includes(status.speed) ? speeds : [status.speed, ...speeds]
  const go = (seconds: number) => void action.run('step', 'The step did not work.', () => api.stepMarket({ body: { seconds } }))
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button
        look={isRunning ? 'outline' : 'primary'}
        className={isPhone ? undefined : 'w-24'}
        disabled={isBusy}
        onClick={() =>
          void action.run('pause', isRunning ? 'The market did not pause.' : 'The market did not resume.', () =>
            isRunning ? api.pauseMarket({}) : api.resumeMarket({}),
          )
        }
      >
        {isRunning ? (
          <Pause aria-hidden="true" className="size-3.5 fill-current" />
        ) : (
          <Play aria-hidden="true" className="size-3.5 fill-current" />
        )}
        {isRunning ? 'Pause' : 'Resume'}
      </Button>
      <span className="flex">
        <Button className="rounded-r-none" disabled={isBusy} title="Pauses, and goes on by so much market time" onClick={() => go(step)}>
          <StepForward aria-hidden="true" className="size-3.5" />
          {action.busy === 'step' ? 'Stepping …' : `Step ${formatSpan(step * 1000)}`}
        </Button>
        <Button
          aria-label="Length of a step"
          aria-haspopup="menu"
          className="-ml-px rounded-l-none px-1"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            setMenu({ x: box.right - 192, y: box.bottom + 4 })
          }}
        >
          <ChevronDown aria-hidden="true" className="size-3.5" />
        </Button>
      </span>
      <label
        className="flex items-center gap-1.5 text-ink-soft text-xs"
        title="Runs on the sandbox exchange keep up to about 1,000 x: beyond it their candles come too late to open a position. Runs on the simulator keep up at any speed."
      >
        <span className="max-sm:sr-only">Speed</span>
        <select
          className="input num h-7 w-auto max-w-32 text-ink max-sm:max-w-28"
          value={String(status.speed)}
          onChange={(event) => {
            const speed = choices.find((choice) => String(choice) === event.target.value)
            if (speed !== undefined) void action.run('speed', 'The speed was not changed.', () => api.setMarketSpeed({ body: { speed } }))
          }}
        >
          {choices.map((speed) => (
            <option key={String(speed)} value={String(speed)}>
              {speedWords(speed)}
            </option>
          ))}
        </select>
      </label>
      {isPhone ? (
        <IconButton label="New market" className="border border-line" onClick={() => setNew(true)}>
          <RotateCcw />
        </IconButton>
      ) : (
        <Button onClick={() => setNew(true)}>
          <RotateCcw aria-hidden="true" className="size-3.5" /> New market
        </Button>
      )}
      {menu === undefined ? null : (
        <Floating at={menu} onClose={() => setMenu(undefined)}>
          <Menu
            label="Step by"
            onClose={() => setMenu(undefined)}
            items={stepChoices.map((seconds) => ({
              id: String(seconds),
              label: `Step ${formatSpan(seconds * 1000)}`,
              onSelect: () => {
                setStep(seconds)
                go(seconds)
              },
            }))}
          />
        </Floating>
      )}
      {isNew ? <NewMarketDialog onClose={() => setNew(false)} /> : null}
    </div>
  )
}
