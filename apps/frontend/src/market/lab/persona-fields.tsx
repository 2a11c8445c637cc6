import type { MarketPersona } from '@strategraph/protocol'
import { Minus, Plus } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import type { TypedGroup } from './new-market.ts'

interface PersonaFieldsProps {
  readonly typed: TypedGroup
  readonly onCount: (count: string) => void
  readonly onParameter: (name: string, text: string) => void
}

/** How many agents of a kind, with what they are; how they decide and their parameters one press away. */
export function PersonaFields({ typed, onCount, onParameter }: PersonaFieldsProps) {
  const { key, persona, title, count, parameters, touched } = typed
  const by = (step: number) => onCount(String(Math.max(0, (Number(count) || 0) + step)))
  return (
    <li className="border-line border-b py-2.5 last:border-b-0">
      <div className="flex items-start gap-3">
        <label htmlFor={`count-${key}`} className="min-w-0 flex-1">
          <span className="block font-medium">{title}</span>
          <span className="block text-ink-soft text-xs">{persona.summary}</span>
        </label>
        <div className="flex shrink-0 items-center gap-1">
          <IconButton label={`One ${title} less`} className="border border-line" onClick={() => by(-1)}>
            <Minus />
          </IconButton>
          <input
            id={`count-${key}`}
            inputMode="numeric"
            className="input num w-16 text-right"
            value={count}
            onChange={(event) => onCount(event.target.value.trim())}
          />
          <IconButton label={`One ${title} more`} className="border border-line" onClick={() => by(1)}>
            <Plus />
          </IconButton>
        </div>
      </div>
      <details className="mt-1 text-xs">
        <summary className="w-fit cursor-pointer rounded text-accent hover:underline">How it decides</summary>
        <p className="mt-1 mb-2 text-ink-soft">{persona.rule}</p>
        <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 max-sm:grid-cols-1">
          {persona.parameters.map((parameter) => (
            <Parameter
              key={parameter.name}
              parameter={parameter}
              text={touched[parameter.name] ?? String(parameters[parameter.name] ?? parameter.default)}
              onChange={(text) => onParameter(parameter.name, text)}
            />
          ))}
        </div>
      </details>
    </li>
  )
}

interface ParameterProps {
  readonly parameter: MarketPersona['parameters'][number]
  readonly text: string
  readonly onChange: (text: string) => void
}

function Parameter({ parameter: { title, unit, min, max }, text, onChange }: ParameterProps) {
  return (
    <label className="flex items-center justify-between gap-2" title={`From ${min} to ${max}`}>
      <span className="min-w-0">
        {title} <span className="text-ink-faint">{unit}</span>
      </span>
      <input
        inputMode="decimal"
        className="input num h-7 w-20 shrink-0 text-right"
        value={text}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </label>
  )
}
