const mostShown = 3

/** The names that somebody may have meant, nearest first: of few typing errors, or with one of them the end of the other. */
export function similarNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase()
  return known
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostShown)
    .map(({ candidate }) => candidate)
}

/** 0 = the same word; infinite = nothing in common worth showing. The part behind the dot counts as the name too. */
function distanceOf(wanted: string, candidate: string): number {
  const [wantedEnd, candidateEnd] = [lastPart(wanted), lastPart(candidate)]
  const edits = Math.min(editDistance(wanted, candidate), editDistance(wantedEnd, candidateEnd))
  if (edits <= Math.max(1, Math.floor(wantedEnd.length / 3))) return edits
  const isPart = wantedEnd.length >= 3 && candidateEnd.length >= 3 && (candidateEnd.includes(wantedEnd) || wantedEnd.includes(candidateEnd))
  return isPart ? wantedEnd.length + Math.abs(candidateEnd.length - wantedEnd.length) : Number.POSITIVE_INFINITY
}

const lastPart = (name: string) => name.slice(name.lastIndexOf('.') + 1)

/** Levenshtein: the fewest letters to change, insert or delete. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
