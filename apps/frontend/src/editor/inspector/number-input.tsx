import { useEffect, useRef, useState } from 'react'

interface NumberInputProps {
  readonly id: string
  readonly value: unknown
  readonly step: number
  readonly isInvalid: boolean
  readonly describedBy: string | undefined
  readonly isDisabled: boolean
  readonly placeholder?: string | undefined
  /** A number, or the text as it was typed where it is none: it is kept and said to be wrong, never dropped. */
  readonly onChange: (value: number | string) => void
}

const show = (value: unknown): string => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '')

/** A number as text: what is typed stays as it is typed; arrow keys step. */
export function NumberInput({ id, value, step, isInvalid, describedBy, isDisabled, placeholder, onChange }: NumberInputProps) {
  const [typed, setTyped] = useState(show(value))
  const own = useRef(value)
  useEffect(() => {
    // Another value from outside (undo, another tab); our own comes back unchanged and must not rewrite "1." to "1".
    if (Object.is(own.current, value)) return
    own.current = value
    setTyped(show(value))
  }, [value])
  const change = (next: string) => {
    setTyped(next)
    const number = next.trim() === '' ? Number.NaN : Number(next.replace(',', '.'))
    const meant = Number.isFinite(number) ? number : next
    own.current = meant
    onChange(meant)
  }
  return (
    <input
      id={id}
      inputMode="decimal"
      autoComplete="off"
      className="input num"
      value={typed}
      disabled={isDisabled}
      placeholder={placeholder}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        const number = Number(typed)
        if (!Number.isFinite(number)) return
        event.preventDefault()
        const by = step * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1)
        change(String(Number((number + by).toFixed(10))))
      }}
    />
  )
}
