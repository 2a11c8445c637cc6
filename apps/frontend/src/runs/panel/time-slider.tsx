import './slider/slider.css'
import { useReactFlow } from '@xyflow/react'
import { ChevronFirst, ChevronLast, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { fitOptions } from '../../editor/canvas/fit-options.ts'
import { setView, useView } from '../../editor/model/view-store.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatBothTimes, formatTime } from '../../ui/format.ts'
import { isActive, type RunView, setCursor, useRunView } from '../run-store.ts'
import { useValuesTime } from '../use-live-value.ts'
import { rowFinder } from './shared/row-finder.ts'
import { useJournal } from './shared/use-journal.ts'
import { useRowCount } from './shared/use-shown-run.ts'
import { MomentTrack } from './slider/moment-track.tsx'
import { momentBeside, momentsOf } from './slider/moments.ts'

/** Bars a second while it plays. */
const playMs = 100
const momentTypes = ['decision', 'denied', 'fill'] as const

let wasOffered = false

/** The chart opens by itself once, with the first run that is shown; who closes it will not be asked again. */
function useOfferChart(): void {
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (wasOffered) return
    wasOffered = true
    if (useView.getState().dock !== undefined || !matchMedia('(min-width: 900px)').matches) return
    setView({ dock: 'chart' })
    // The canvas has become lower: what was all in sight shall be so again.
    const timer = setTimeout(() => void fitView({ ...fitOptions, duration: 0 }), 80)
    return () => clearTimeout(timer)
  }, [fitView])
}

/** Strip above the dock, shown while a run is on the canvas: moves `setCursor` over its rows. */
export function TimeSlider({ workflowId }: { readonly workflowId: string }) {
  const view = useRunView(workflowId)
  const rows = useRowCount(view)
  useOfferChart()
  if (view?.run === undefined || rows === 0) return null
  return <Slider key={view.runId} view={view} rows={rows} />
}

function Slider({ view, rows }: { readonly view: RunView; readonly rows: number }) {
  const { workflowId, runId, cursor, run } = view
  const [isPlaying, setPlaying] = useState(false)
  const { events } = useJournal(view, momentTypes)
  const moments = useMemo(() => momentsOf(events), [events])
  const newestTime = useValuesTime(view.live)
  const last = rows - 1
  const row = Math.min(last, cursor?.row ?? last)
  const time = cursor === null ? newestTime : cursor.time
  const isOn = isActive(run)

  const go = (to: number) => setCursor(workflowId, to >= last ? null : Math.max(0, to))
  const pick = (to: number) => {
    setPlaying(false)
    go(to)
  }
  const pickMoment = (way: 'before' | 'after') => {
    setPlaying(false)
    const moment = momentBeside(moments, cursor === null ? Number.POSITIVE_INFINITY : cursor.time, way)
    if (moment === undefined) return
    void rowFinder(runId)
      .rowAt(moment.time)
      .then((found) => {
        if (found !== undefined) setCursor(workflowId, found)
      })
  }
  const isAtEnd = cursor === null
  useEffect(() => {
    if (!isPlaying) return
    if (isAtEnd) return setPlaying(false)
    const timer = setTimeout(() => setCursor(workflowId, row + 1 >= last ? null : row + 1), playMs)
    return () => clearTimeout(timer)
  }, [isPlaying, isAtEnd, row, last, workflowId])

  const play = () => {
    // At the end there is nothing to play: begin with the first decision's surroundings, or at the start.
    if (!isPlaying && isAtEnd) setCursor(workflowId, 0)
    setPlaying(!isPlaying)
  }
  const before = momentBeside(moments, cursor === null ? Number.POSITIVE_INFINITY : cursor.time, 'before')
  const after = cursor === null ? undefined : momentBeside(moments, cursor.time, 'after')
  const where = `bar ${(row + 1).toLocaleString('en-US')} of ${rows.toLocaleString('en-US')}`

  return (
    <section
      aria-label="Time slider"
      data-region=""
      className="flex h-9 shrink-0 items-center gap-1 border-line border-t bg-surface px-2"
      onKeyDown={(event) => {
        if (event.shiftKey && event.key === 'ArrowLeft') pickMoment('before')
        else if (event.shiftKey && event.key === 'ArrowRight') pickMoment('after')
        else if (event.key === ' ' && event.target instanceof HTMLInputElement) play()
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <IconButton
        label="Previous decision or trade"
        shortcut="Shift+←"
        className="size-6"
        disabled={before === undefined}
        onClick={() => pickMoment('before')}
      >
        <SkipBack />
      </IconButton>
      <IconButton label="Previous bar" shortcut="←" className="size-6 max-sm:hidden" disabled={row === 0} onClick={() => pick(row - 1)}>
        <ChevronFirst />
      </IconButton>
      <IconButton label={isPlaying ? 'Pause' : 'Play bar by bar'} shortcut="Space" className="size-6" onClick={play}>
        {isPlaying ? <Pause /> : <Play />}
      </IconButton>
      <IconButton label="Next bar" shortcut="→" className="size-6 max-sm:hidden" disabled={isAtEnd} onClick={() => pick(row + 1)}>
        <ChevronLast />
      </IconButton>
      <IconButton
        label="Next decision or trade"
        shortcut="Shift+→"
        className="size-6"
        disabled={after === undefined}
        onClick={() => pickMoment('after')}
      >
        <SkipForward />
      </IconButton>
      <div className="relative mx-1 flex h-full min-w-16 flex-1 items-center">
        <MomentTrack runId={runId} moments={moments} rows={rows} />
        <input
          type="range"
          aria-label="Bar"
          aria-valuetext={`${where}${time > 0 ? `, ${formatTime(time)} UTC` : ''}`}
          min={0}
          max={last}
          step={1}
          value={row}
          onChange={(event) => pick(Number(event.target.value))}
          className="time-slider w-full"
        />
      </div>
      <span
        className="num shrink-0 text-2xs text-ink-soft leading-tight max-sm:max-w-24"
        title={time > 0 ? `Candle closed at ${formatBothTimes(time)}` : undefined}
      >
        <span className={isAtEnd ? '' : 'font-medium text-ink'}>{time > 0 ? `${formatTime(time)} UTC` : '…'}</span>
        <span className="ml-2 text-ink-faint max-md:hidden">{where}</span>
      </span>
      <Button
        size="small"
        look={isAtEnd ? 'plain' : 'outline'}
        disabled={isAtEnd}
        onClick={() => pick(last)}
        title={isOn ? 'Back to the present' : 'To the last bar'}
      >
        <span aria-hidden="true" className={`size-2 rounded-full ${isOn && isAtEnd ? 'bg-up' : 'bg-ink-faint'}`} />
        {isOn ? 'Live' : 'Last'}
      </Button>
    </section>
  )
}
