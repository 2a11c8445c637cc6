import { type NodeDefinition, categories } from '@strategraph/strategy-core'

const recentKey = 'strategraph.recent-nodes'

/** Types used last, newest first. */
export function recentTypes(): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]')
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
  } catch {
    return []
  }
}

export function rememberType(type: string): void {
  localStorage.setItem(recentKey, JSON.stringify([type, ...recentTypes().filter((known) => known !== type)].slice(0, 12)))
}

/**
 * How well a text answers a query, 0 = not at all: whole word, beginning, part, then letters in order ("rs" finds "Risk per trade
 * by stop"). Higher is better.
 */
export function score(query: string, text: string): number {
  const wanted = query.toLowerCase()
  const words = text.toLowerCase()
  if (words === wanted) return 100
  if (words.startsWith(wanted)) return 80 - words.length / 100
  const at = words.indexOf(wanted)
  if (at > 0) return (words[at - 1] === ' ' ? 60 : 40) - words.length / 100
  return wanted.length >= 2 && isSubsequence(wanted, words) ? 10 - words.length / 100 : 0
}

function isSubsequence(wanted: string, text: string): boolean {
  let from = 0
  for (const letter of wanted) {
    const at = text.indexOf(letter, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}

/** Node types for a query, best first; without one by category, the palette's order. */
export function searchTypes(
  definitions: readonly NodeDefinition[],
  query: string,
  recent: readonly string[] = [],
): readonly NodeDefinition[] {
  const trimmed = query.trim()
  if (trimmed === '') {
    return definitions.toSorted((a, b) => categories.indexOf(a.category) - categories.indexOf(b.category))
  }
  return definitions
    .map((definition) => {
      const { title, keywords = [], summary, category } = definition
      const points = Math.max(
        score(trimmed, title) * 3,
        ...keywords.map((word) => score(trimmed, word) * 2),
        score(trimmed, category),
        summary.toLowerCase().includes(trimmed.toLowerCase()) ? 15 : 0,
      )
      const wasUsed = recent.includes(definition.type) ? 4 : 0
      return { definition, points: points > 0 ? points + wasUsed : 0 }
    })
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .map(({ definition }) => definition)
}
