import { isRecord } from './document-ops.ts'

/** The settings that matter most, in a few characters, for the head of a node: `14`, `20 · 2`, `BTC/USD · 1h`. */
export function configSummary(config: Readonly<Record<string, unknown>>): string {
  const parts: string[] = []
  for (const value of Object.values(config)) {
    const text = short(value)
    if (text !== undefined) parts.push(text)
    if (parts.length === 3) break
  }
  return parts.join(' · ')
}

function short(value: unknown): string | undefined {
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6)
  if (typeof value === 'string') return value.length > 0 && value.length <= 14 ? value : undefined
  if (isRecord(value) && typeof value['kind'] === 'string') return value['kind']
  return undefined
}
