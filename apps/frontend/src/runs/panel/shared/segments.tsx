import { useId } from 'react'

interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
}

/** One choice out of a few, all in sight. */
export function Segments<Id extends string>({ label, options, value, onChange }: SegmentsProps<Id>) {
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className="flex shrink-0 rounded-md border border-line p-0.5">
      {options.map((option) => (
        <label
          key={option.id}
          className="cursor-pointer rounded px-2 py-px text-ink-soft text-xs has-[:checked]:bg-hover has-[:checked]:font-medium has-[:checked]:text-ink has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
        >
          <input type="radio" name={name} className="sr-only" checked={option.id === value} onChange={() => onChange(option.id)} />
          {option.label}
        </label>
      ))}
    </div>
  )
}
