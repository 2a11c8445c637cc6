import type { ImportPreview } from '@strategraph/protocol'
import type { ImportSettings } from './use-import.ts'

interface ImportFieldsProps {
  readonly settings: ImportSettings
  readonly preview: ImportPreview | undefined
  readonly onChange: (part: Partial<ImportSettings>) => void
}

/** Whole and half hours that are in use somewhere, minutes east of UTC. */
const offsets = [
  -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360,
  390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840,
]

export function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `UTC${minutes > 0 ? '+' : '−'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** What will be stored as the symbol; empty where nobody has said it. */
export const symbolOf = (settings: ImportSettings, preview: ImportPreview | undefined): string =>
  (settings.symbol ?? preview?.symbol ?? '').trim()

/** What only the user can know: symbol, name, what the time stamps mean. */
export function ImportFields({ settings, preview, onChange }: ImportFieldsProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-semibold text-xs">About these candles</legend>
      <div className="grid grid-cols-[10rem_minmax(0,1fr)_12rem] gap-3 max-sm:grid-cols-1">
        <label className="block text-xs">
          <span className="text-ink-soft">Symbol</span>
          <input
            className="input mt-0.5"
            placeholder="such as BTC/USD"
            maxLength={40}
            aria-invalid={preview !== undefined && symbolOf(settings, preview) === ''}
            value={settings.symbol ?? preview?.symbol ?? ''}
            onChange={(event) => onChange({ symbol: event.target.value })}
          />
        </label>
        <label className="block text-xs">
          <span className="text-ink-soft">Name in lists</span>
          <input
            className="input mt-0.5"
            placeholder="the name of the file"
            maxLength={200}
            value={settings.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </label>
        <label className="block text-xs">
          <span className="text-ink-soft">Time stamps without a zone are in</span>
          <select
            className="input mt-0.5"
            value={settings.utcOffsetMinutes}
            onChange={(event) => onChange({ utcOffsetMinutes: Number(event.target.value) })}
          >
            {offsets.map((minutes) => (
              <option key={minutes} value={minutes}>
                {offsetText(minutes)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="mt-3 flex cursor-pointer items-start gap-2.5 text-xs">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-(--accent)"
          checked={settings.stampsAreBarEnd}
          onChange={(event) => onChange({ stampsAreBarEnd: event.target.checked })}
        />
        <span>
          Time stamps are the <strong>end</strong> of each candle
          <span className="block text-ink-soft">
            Nearly all sources stamp the start. Wrong here, a backtest would look into the future, or act one candle late.
          </span>
        </span>
      </label>
    </fieldset>
  )
}
