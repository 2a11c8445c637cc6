import { describe, expect, it } from 'vitest'
import { asciiText, decodedText } from './file-text.ts'
import { importFile } from './import-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the text of a file', () => {
  it('pieces are cut at line ends and make up the whole without the blanks at its end', () => {
    const text = Array.from({ length: 300_000 }, (_, line) => `${line},5`).join('\r\n')
    const ascii = asciiText(bytes(`${text}\r\n \t\n`))
    const pieces = [...(ascii?.pieces() ?? [])]
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n'))).toBe(true)
    expect(pieces.join('')).toBe(text)
    expect(ascii?.whole()).toBe(text)
    expect(ascii?.lines).toBe(300_000)
    expect(decodedText(text).lines).toBe(300_000)
  })

  it('text that is not all ASCII is not cut: a letter may be of several bytes', () => {
    expect(asciiText(bytes('größe'))).toBeUndefined()
  })

  it('lines are counted on over the pieces: a wrong row far down is named by its line', async () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `${1_600_000_020_000 + row * 60_000},5,6,4,5,1`)
    rows[90_000] = '1605400020000,5,6,oops,5,1'
    rows[95_000] = ''
    const imported = await importFile(bytes(['timestamp,open,high,low,close,volume', ...rows].join('\n')), 'x.csv', {
      acceptProblems: true,
    })
    if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
    expect(imported.value.report.problems.map(({ code, line }) => [code, line])).toEqual([
      ['TEXT_IN_NUMBER', 90_002],
      ['BLANK_LINE', 95_002],
    ])
    expect(imported.value.columns.time.length).toBe(99_998)
  })
})
