import { Fragment, type ReactNode } from 'react'

/**
 * The little markdown that help texts and notes use: headings, lists, tables, code, bold, italic, links to https. Builds elements,
 * never HTML from text, so a shared strategy cannot carry a script.
 */
export function Markdown({ text }: { readonly text: string }) {
  return <div className="space-y-2 leading-relaxed">{blocks(text).map((block, index) => renderBlock(block, index))}</div>
}

function blocks(text: string): string[] {
  const parts: string[] = []
  let isCode = false
  let current: string[] = []
  const end = () => {
    if (current.length > 0) parts.push(current.join('\n'))
    current = []
  }
  for (const line of text.replace(/\r/g, '').split('\n')) {
    if (line.trimStart().startsWith('```')) {
      if (isCode) {
        current.push(line)
        end()
      } else {
        end()
        current.push(line)
      }
      isCode = !isCode
    } else if (!isCode && line.trim() === '') end()
    else if (!isCode && /^#{1,4}\s/.test(line)) {
      end()
      parts.push(line)
    } else if (!isCode && isListItem(line) !== isListItem(current.at(-1) ?? line) && !/^\s/.test(line)) {
      end()
      current.push(line)
    } else current.push(line)
  }
  end()
  return parts
}

const isListItem = (line: string) => /^\s*([-*]|\d+\.)\s/.test(line)

function renderBlock(block: string, key: number): ReactNode {
  const lines = block.split('\n')
  const first = lines[0] ?? ''
  if (first.trimStart().startsWith('```')) {
    return (
      <pre key={key} className="overflow-x-auto rounded-md bg-raised p-2 font-mono text-2xs">
        {lines.slice(1, lines.at(-1)?.trim() === '```' ? -1 : undefined).join('\n')}
      </pre>
    )
  }
  const heading = /^(#{1,4})\s+(.*)$/.exec(first.trim())
  if (heading !== null && lines.length === 1) {
    return (
      <p key={key} className="font-semibold">
        {inline(heading[2] ?? '')}
      </p>
    )
  }
  if (lines.length > 1 && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] ?? '')) return <Table key={key} lines={lines} />
  if (isListItem(first)) {
    const items: string[] = []
    for (const line of lines) {
      if (isListItem(line)) items.push(line.replace(/^\s*([-*]|\d+\.)\s+/, ''))
      else items.push(`${items.pop() ?? ''} ${line.trim()}`)
    }
    const List = /^\s*\d/.test(first) ? 'ol' : 'ul'
    return (
      <List key={key} className={`space-y-0.5 pl-4 ${List === 'ol' ? 'list-decimal' : 'list-disc'}`}>
        {items.map((item, index) => (
          <li key={index}>{inline(item)}</li>
        ))}
      </List>
    )
  }
  return <p key={key}>{inline(lines.join(' '))}</p>
}

function Table({ lines }: { readonly lines: readonly string[] }) {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim())
  const [head = '', , ...rows] = lines
  return (
    <table className="w-full border-collapse text-left">
      <thead>
        <tr>
          {cells(head).map((cell) => (
            <th key={cell} className="border-b border-line py-1 pr-2 font-medium">
              {inline(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            {cells(row).map((cell, index) => (
              <td key={index} className="border-b border-line py-1 pr-2 align-top">
                {inline(cell)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const marks = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*\s][^*]*\*)|(\[[^\]]+\]\(https:\/\/[^)\s]+\))/g

function inline(text: string): ReactNode {
  const parts = text.split(marks).filter((part) => part !== undefined && part !== '')
  return parts.map((part, index) => {
    const key = `${index}:${part}`
    if (part.startsWith('`') && part.endsWith('`') && part.length > 2) {
      return (
        <code key={key} className="rounded bg-hover px-1 font-mono text-[0.92em]">
          {part.slice(1, -1)}
        </code>
      )
    }
    if (part.startsWith('**') && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>
    const link = /^\[([^\]]+)\]\((https:\/\/[^)\s]+)\)$/.exec(part)
    if (link !== null) {
      return (
        <a key={key} href={link[2]} target="_blank" rel="noreferrer" className="text-accent underline">
          {link[1]}
        </a>
      )
    }
    return <Fragment key={key}>{part}</Fragment>
  })
}
