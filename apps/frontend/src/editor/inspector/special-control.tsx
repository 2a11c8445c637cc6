import { Upload } from 'lucide-react'
import { useId } from 'react'
import { useDatasets } from '../../api/queries.ts'
import { openOverlay } from '../../app/overlays.ts'
import { IconButton } from '../../ui/button.tsx'

interface SpecialProps {
  readonly control: string
  readonly value: unknown
  readonly aria: {
    readonly id: string
    readonly 'aria-invalid': boolean
    readonly 'aria-describedby': string | undefined
    readonly disabled: boolean
  }
  readonly onChange: (value: string) => void
}

const suggestions: Readonly<Record<string, readonly string[]>> = {
  symbol: ['BTC/USD', 'ETH/USD', 'SOL/USD', 'XRP/USD', 'BTC/EUR', 'ETH/EUR'],
  exchange: ['simulator', 'sandbox', 'kraken', 'coinbase', 'binance', 'bitstamp', 'bybit', 'okx'],
  model: ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-5', 'gpt-5-mini', 'gpt-5'],
}

/** Text with help for what it means: datasets by name, usual symbols and exchanges as suggestions. */
export function SpecialControl({ control, value, aria, onChange }: SpecialProps) {
  const listId = useId()
  const text = typeof value === 'string' ? value : ''
  if (control === 'dataset') return <DatasetSelect value={text} aria={aria} onChange={onChange} />
  return (
    <>
      <input className="input" autoComplete="off" list={listId} value={text} onChange={(event) => onChange(event.target.value)} {...aria} />
      <datalist id={listId}>
        {(suggestions[control] ?? []).map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  )
}

function DatasetSelect({ value, aria, onChange }: Omit<SpecialProps, 'control' | 'value'> & { readonly value: string }) {
  const { data: datasets = [] } = useDatasets()
  return (
    <>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)} {...aria}>
        {datasets.some((dataset) => dataset.id === value) ? null : (
          <option value={value}>{value === '' ? 'Choose imported candles …' : `${value} (not here)`}</option>
        )}
        {datasets.map((dataset) => (
          <option key={dataset.id} value={dataset.id}>
            {dataset.name} ({dataset.symbol}, {dataset.interval})
          </option>
        ))}
      </select>
      <IconButton label="Import candles" disabled={aria.disabled} onClick={() => openOverlay('import-data')}>
        <Upload />
      </IconButton>
    </>
  )
}
