import { describe, expect, it } from 'vitest'
import { copyItems, pasteClip, readClip } from './clipboard.ts'
import { sampleDocument } from './testing/sample.ts'

describe('copy and paste', () => {
  it('keeps the connections between the copied nodes and gives them new ids', () => {
    const document = sampleDocument()
    const clip = copyItems(document, new Set(['ema', 'cross']))
    expect(clip?.edges.map((edge) => edge.id)).toEqual(['e3'])
    if (clip === undefined) return
    const { ids, edit } = pasteClip(document, clip, { x: 1000, y: 400 })
    const after = edit(document)
    expect(ids).toEqual(['ema-3', 'cross-2'])
    expect(after.edges.at(-1)).toMatchObject({ source: 'ema-3', target: 'cross-2', sourceHandle: 'value', targetHandle: 'a' })
    expect(new Set(after.edges.map((edge) => edge.id)).size).toBe(after.edges.length)
    expect(after.nodes.at(-2)?.position).toEqual({ x: 1000, y: 400 })
  })

  it('survives the way through a chat: text, fences, back', () => {
    const clip = copyItems(sampleDocument(), new Set(['ema']))
    const text = `\`\`\`json\n${JSON.stringify(clip, null, 2)}\n\`\`\``
    expect(readClip(text)).toEqual({ kind: 'nodes', clip })
  })

  it('tells a strategy file from copied nodes, and both from anything else', () => {
    expect(readClip(JSON.stringify(sampleDocument())).kind).toBe('document')
    expect(readClip('hello').kind).toBe('nothing')
    expect(readClip('{"a":1}').kind).toBe('nothing')
    expect(readClip('{"strategraph":"nodes","nodes":[{"id":"a b"}]}').kind).toBe('nothing')
  })
})
