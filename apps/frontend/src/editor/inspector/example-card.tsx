import type { NodeDefinition, NodeExample, WorkflowNode } from '@strategraph/strategy-core'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { formatNumber } from '../../ui/format.ts'
import { portTitle } from '../model/strategy.ts'
import { type ExampleResult, type Row, type Rows, rowsOf, runExample } from './run-example.ts'

/** An example of a node type: rows in, rows out. Numbers can be changed and run, also with the node's own settings. */
export function ExampleCard({
  definition,
  example,
  node,
}: {
  readonly definition: NodeDefinition
  readonly example: NodeExample
  readonly node: WorkflowNode | undefined
}) {
  const [rows, setRows] = useState<Rows>(() => rowsOf(example))
  const [result, setResult] = useState<{ readonly of: string; readonly answer: ExampleResult }>()
  const length = Math.max(...[...Object.values(rows), ...Object.values(example.outputs)].map((list) => list.length))
  const outputs = Object.keys(definition.outputs).filter((port) => example.outputs[port] !== undefined || result !== undefined)
  const settings = Object.entries(example.config ?? {}).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  const run = (of: string, config: Readonly<Record<string, unknown>>) =>
    setResult({ of, answer: runExample(definition, config, rows, length) })
  const answer = result?.answer.ok === true ? result.answer : undefined

  return (
    <div className="rounded-md border border-line">
      <p className="px-2 pt-1.5 font-medium">{example.title}</p>
      {settings.length > 0 ? <p className="px-2 text-ink-faint text-xs">With {settings.join(', ')}</p> : null}
      <div className="overflow-x-auto px-2 py-1">
        <table className="num text-xs">
          <tbody>
            {Object.entries(rows).map(([name, list]) => (
              <tr key={name}>
                <th scope="row" className="sticky left-0 bg-surface pr-2 text-left font-normal text-ink-soft">
                  {portTitle(definition.inputs, name)}
                </th>
                {Array.from({ length }, (_, row) => (
                  <td key={row} className="p-0.5">
                    <Cell
                      label={`${name}, row ${row + 1}`}
                      value={list[row] ?? null}
                      onChange={(value) =>
                        setRows({ ...rows, [name]: Array.from({ length }, (_value, at) => (at === row ? value : (list[at] ?? null))) })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
            {outputs.map((port) => (
              <tr key={port} className="font-medium">
                <th scope="row" className="sticky left-0 bg-surface pr-2 text-left font-medium">
                  → {portTitle(definition.outputs, port)}
                </th>
                {Array.from({ length }, (_, row) => {
                  const value = answer === undefined ? example.outputs[port]?.[row] : answer.outputs[port]?.[row]
                  const isOther =
                    answer !== undefined && example.outputs[port] !== undefined && !isClose(value, example.outputs[port]?.[row])
                  return (
                    <td key={row} className={cx('p-0.5 text-center', isOther && 'text-accent')}>
                      {say(value)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap items-center gap-1 border-t border-line p-1.5">
        <Button size="small" onClick={() => run('the example’s settings', example.config ?? {})}>
          <Play aria-hidden="true" className="size-3" /> Run
        </Button>
        {node === undefined ? null : (
          <Button size="small" look="plain" onClick={() => run('this node’s settings', node.config)}>
            With this node’s settings
          </Button>
        )}
        <output className="text-ink-soft text-xs">
          {result === undefined ? '' : result.answer.ok ? `Run with ${result.of}.` : result.answer.reason}
        </output>
      </div>
    </div>
  )
}

function Cell({ label, value, onChange }: { readonly label: string; readonly value: Row; readonly onChange: (value: Row) => void }) {
  if (typeof value === 'boolean') {
    return (
      <input
        type="checkbox"
        aria-label={label}
        className="mx-2 size-3.5 accent-accent"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
    )
  }
  const text = value === null ? '' : typeof value === 'number' ? String(value) : value.join(' ')
  return (
    <input
      key={text}
      aria-label={label}
      title={typeof value === 'object' && value !== null ? 'open high low close volume' : undefined}
      className="rounded border border-line bg-raised px-1 text-center"
      style={{ width: `${Math.max(4, text.length + 2)}ch` }}
      defaultValue={text}
      onBlur={(event) => {
        const numbers = event.target.value.trim().split(/\s+/).map(Number)
        if (numbers.some((number) => Number.isNaN(number))) return
        onChange(event.target.value.trim() === '' ? null : numbers.length === 1 ? (numbers[0] ?? null) : numbers)
      }}
    />
  )
}

const say = (value: number | boolean | null | undefined) =>
  value === null || value === undefined ? '–' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : formatNumber(value)

function isClose(a: number | boolean | null | undefined, b: number | boolean | null | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b))
  return (a ?? null) === (b ?? null)
}
