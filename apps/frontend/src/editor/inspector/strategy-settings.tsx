import { settingsSchema } from '@strategraph/strategy-core'
import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { isRecord } from '../model/document-ops.ts'
import { setView } from '../model/view-store.ts'
import { NumberInput } from './number-input.tsx'

/** Name, description and account of the strategy; shown while no node is selected. */
export function StrategySettings() {
  const store = useEditor()
  const document = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const { settings } = document
  const { account, limits } = settings

  const set = (part: 'account' | 'limits', key: string, value: unknown) => {
    const next: unknown = { ...settings, [part]: withKey(settings[part], key, value) }
    const parsed = settingsSchema.safeParse(next)
    // The document's own schema refuses other values, so such a value stays in the field only, marked as wrong.
    if (parsed.success)
      store.commit('Change the account', (before) => ({ ...before, settings: parsed.data }), { group: `settings:${part}.${key}` })
    return parsed.success
  }
  const percent = (value: number | undefined) => (value === undefined ? '' : Math.round(value * 1e8) / 1e6)

  return (
    <>
      <header className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="flex-1 font-semibold text-base">Strategy</h2>
        <IconButton label="Close the settings" className="lg:hidden" onClick={() => setView({ right: undefined })}>
          <X />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        <label className="block pb-2">
          <span className="font-medium">Name</span>
          <input
            key={document.name}
            className="input mt-0.5"
            defaultValue={document.name}
            disabled={isReadOnly}
            maxLength={200}
            onBlur={(event) => {
              const name = event.target.value.trim()
              if (name !== '') store.commit('Rename the strategy', (before) => ({ ...before, name }))
            }}
          />
        </label>
        <label className="block pb-3">
          <span className="font-medium">Description</span>
          <textarea
            key={document.description}
            className="input mt-0.5"
            rows={3}
            defaultValue={document.description}
            disabled={isReadOnly}
            placeholder="What is the idea?"
            onBlur={(event) => {
              const description = event.target.value
              store.commit('Describe the strategy', (before) => ({ ...before, description }))
            }}
          />
        </label>
        <h3 className="mb-1 border-t border-line pt-3 font-semibold">Account it is tested with</h3>
        <SettingNumber
          label="Starting capital"
          unit={account.currency}
          value={account.initialCash}
          isDisabled={isReadOnly}
          onChange={(value) => set('account', 'initialCash', String(value))}
        />
        <SettingNumber
          label="Taker fee"
          unit="%"
          value={percent(account.takerFee)}
          isDisabled={isReadOnly}
          onChange={(value) => set('account', 'takerFee', fraction(value))}
        />
        <SettingNumber
          label="Maker fee"
          unit="%"
          value={percent(account.makerFee)}
          isDisabled={isReadOnly}
          onChange={(value) => set('account', 'makerFee', fraction(value))}
        />
        <SettingNumber
          label="Slippage"
          unit="bps"
          value={account.slippageBps}
          isDisabled={isReadOnly}
          onChange={(value) => set('account', 'slippageBps', value)}
        />
        <label className="flex items-center gap-2 py-1.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={account.allowShort}
            disabled={isReadOnly}
            onChange={(event) => set('account', 'allowShort', event.target.checked)}
          />
          <span className="font-medium">May sell short</span>
        </label>
        <label className="block py-1.5">
          <span className="font-medium">When the data ends</span>
          <select
            className="input mt-0.5"
            value={settings.endOfData}
            disabled={isReadOnly}
            onChange={(event) => {
              const endOfData = event.target.value === 'keep' ? 'keep' : 'close'
              store.commit('Change the end of data', (before) => ({ ...before, settings: { ...before.settings, endOfData } }))
            }}
          >
            <option value="close">Close what is open</option>
            <option value="keep">Keep it, valued at the last close</option>
          </select>
        </label>
        <h3 className="mt-2 mb-1 border-t border-line pt-3 font-semibold">Hard limits of the account</h3>
        <p className="pb-1 text-ink-soft text-xs">They stand above every risk gate. Empty means no limit.</p>
        <SettingNumber
          label="Largest exposure"
          unit="%"
          value={percent(limits.maxExposureFraction)}
          isDisabled={isReadOnly}
          onChange={(value) => set('limits', 'maxExposureFraction', fraction(value))}
        />
        <SettingNumber
          label="Largest position"
          unit="%"
          value={percent(limits.maxPositionFraction)}
          isDisabled={isReadOnly}
          onChange={(value) => set('limits', 'maxPositionFraction', fraction(value))}
        />
        <SettingNumber
          label="Largest drawdown"
          unit="%"
          value={percent(limits.maxDrawdownFraction)}
          isDisabled={isReadOnly}
          onChange={(value) => set('limits', 'maxDrawdownFraction', fraction(value))}
        />
        <SettingNumber
          label="Daily loss"
          unit="%"
          value={percent(limits.dailyLossFraction)}
          isDisabled={isReadOnly}
          onChange={(value) => set('limits', 'dailyLossFraction', fraction(value))}
        />
        <SettingNumber
          label="Entries per day"
          unit=""
          value={limits.maxEntriesPerDay ?? ''}
          isDisabled={isReadOnly}
          onChange={(value) => set('limits', 'maxEntriesPerDay', value === '' ? undefined : value)}
        />
      </div>
    </>
  )
}

const fraction = (value: number | string): unknown =>
  value === '' ? undefined : typeof value === 'number' ? Math.round(value * 1e6) / 1e8 : value

function withKey(record: unknown, key: string, value: unknown): Record<string, unknown> {
  const next = isRecord(record) ? { ...record } : {}
  if (value === undefined) delete next[key]
  else next[key] = value
  return next
}

interface SettingNumberProps {
  readonly label: string
  readonly unit: string
  readonly value: number | string
  readonly isDisabled: boolean
  /** Whether the value was taken. */
  readonly onChange: (value: number | string) => boolean
}

function SettingNumber({ label, unit, value, isDisabled, onChange }: SettingNumberProps) {
  const id = useId()
  const [isWrong, setWrong] = useState(false)
  return (
    <div className="flex items-center gap-2 py-1">
      <label htmlFor={id} className="min-w-0 flex-1">
        {label}
      </label>
      <div className="w-28">
        <NumberInput
          id={id}
          value={value}
          step={1}
          isInvalid={isWrong}
          describedBy={undefined}
          isDisabled={isDisabled}
          onChange={(next) => setWrong(!onChange(next))}
        />
      </div>
      <span className="w-8 text-ink-faint text-xs">{unit}</span>
    </div>
  )
}
