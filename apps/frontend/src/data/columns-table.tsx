import type { ImportPreview } from '@strategraph/protocol'
import { type ColumnChoice, changeRole, type Role, roles, roleWords } from './column-roles.ts'

interface ColumnsTableProps {
  readonly preview: ImportPreview
  readonly choice: ColumnChoice
  readonly onChange: (choice: ColumnChoice) => void
}

/** The file as it is: each column with what it is taken for and why, and its first rows. */
export function ColumnsTable({ preview, choice, onChange }: ColumnsTableProps) {
  const { columns, sample } = preview
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className="overflow-x-auto rounded-lg border border-line" role="region" aria-label="Columns of the file" tabIndex={0}>
      <table className="num w-full border-collapse text-xs">
        <thead className="bg-raised text-left align-top">
          <tr>
            {columns.map((column) => (
              <th key={column.name} className="min-w-28 border-line border-b p-2 font-normal">
                <p className="truncate font-mono text-2xs text-ink-faint" title={column.name}>
                  {column.name}
                </p>
                <select
                  aria-label={`Column ${column.name} is`}
                  className={`input mt-1 h-6 text-xs ${column.role === 'ignored' ? 'text-ink-faint' : 'font-medium'}`}
                  value={column.role}
                  onChange={(event) => onChange(changeRole(choice, columns, column.name, roleOf(event.target.value)))}
                >
                  {roles.map((role) => (
                    <option key={role} value={role}>
                      {roleWords[role]}
                    </option>
                  ))}
                  {column.role === 'ignored' || column.role === 'volume' ? <option value="ignored">{roleWords.ignored}</option> : null}
                </select>
                <p className="mt-1 text-2xs text-ink-soft leading-snug">{column.why}</p>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((row, index) => (
            <tr key={`${index}:${row.join()}`} className="border-line border-b last:border-0">
              {columns.map((column, at) => (
                <td key={column.name} className={`whitespace-nowrap px-2 py-1 ${column.role === 'ignored' ? 'text-ink-faint' : ''}`}>
                  {row[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const roleOf = (value: string): Role | 'ignored' => roles.find((role) => role === value) ?? 'ignored'
