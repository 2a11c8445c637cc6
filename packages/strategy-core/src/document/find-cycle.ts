/** What the search needs to know of an edge. */
interface Link {
  readonly source: string
  readonly target: string
}

/** All circles that do not overlap, each as node ids in the direction of the edges. Steps through a list, whatever the depth. */
export function findCycles(nodeIds: Iterable<string>, links: readonly Link[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>([...nodeIds].map((id) => [id, []]))
  for (const { source, target } of links) if (targets.has(target)) targets.get(source)?.push(target)
  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of targets.keys()) {
    if (done.has(start)) continue
    const path: { readonly id: string; next: number }[] = [{ id: start, next: 0 }]
    const onPath = new Map<string, number>([[start, 0]])
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = targets.get(top.id)?.[top.next++]
      if (target === undefined) {
        done.add(top.id)
        onPath.delete(top.id)
        path.pop()
        continue
      }
      const at = onPath.get(target)
      if (at !== undefined) cycles.push(path.slice(at).map(({ id }) => id))
      else if (!done.has(target)) {
        onPath.set(target, path.length)
        path.push({ id: target, next: 0 })
      }
    }
  }
  // One circle is reported once, even if several edges close it.
  const reported = new Set<string>()
  return cycles.filter((cycle) => {
    if (cycle.some((id) => reported.has(id))) return false
    for (const id of cycle) reported.add(id)
    return true
  })
}

/** Whether `from` leads to `to` over the links. */
export function reaches(from: string, to: string, links: readonly Link[]): boolean {
  const targets = new Map<string, string[]>()
  for (const { source, target } of links) {
    const list = targets.get(source)
    if (list === undefined) targets.set(source, [target])
    else list.push(target)
  }
  const seen = new Set([from])
  const todo = [from]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (id === to) return true
    for (const target of targets.get(id) ?? []) {
      if (seen.has(target)) continue
      seen.add(target)
      todo.push(target)
    }
  }
  return false
}
