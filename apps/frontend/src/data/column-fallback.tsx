import { useEffect, useState } from 'react'
import { type ColumnChoice, headerOf, roles, roleWords } from './column-roles.ts'

interface ColumnFallbackProps {
  readonly bytes: Uint8Array
  readonly choice: ColumnChoice
  readonly onChange: (choice: ColumnChoice) => void
}

const headBytes = 4096

/** For files in which the columns were not recognised: the user says which is which. Nothing where the file has no readable header. */
export function ColumnFallback({ bytes, choice, onChange }: ColumnFallbackProps) {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    setNames(isPacked ? [] : headerOf(new TextDecoder().decode(bytes.subarray(0, headBytes))))
  }, [bytes])
  if (names.length === 0) return null
  return (
    <fieldset className="rounded-lg border border-line p-3">
      <legend className="px-1 font-semibold text-xs">Which column is which?</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">
        {roles.map((role) => (
          <label key={role} className="block text-xs">
            <span className="text-ink-soft">{roleWords[role]}</span>
            <select
              className="input mt-0.5"
              value={choice[role] ?? (choice[role] === null ? '(none)' : '')}
              onChange={(event) => {
                const { [role]: _, ...rest } = choice
                const { value } = event.target
                onChange(value === '' ? rest : { ...rest, [role]: value === '(none)' ? null : value })
              }}
            >
              <option value="">find it</option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
              {role === 'volume' ? <option value="(none)">there is none</option> : null}
            </select>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
