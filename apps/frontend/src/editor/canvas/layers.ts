export interface LayoutBox {
  readonly id: string
  readonly height: number
  /** Where it is now: what comes first where nothing else decides. */
  readonly y: number
}

export interface LayoutLink {
  readonly from: string
  readonly to: string
  /** Pixels from the top of its box to the port. */
  readonly fromPort: number
  readonly toPort: number
}

/** A place in a column: a box, or where a long link passes (without an id). */
export interface Slot {
  readonly id: string | undefined
  readonly height: number
  y: number
  readonly before: LinkEnd[]
  readonly after: LinkEnd[]
}

interface LinkEnd {
  readonly slot: Slot
  /** Pixels to add to the top of `slot` for the top of this one, so that the link runs level. */
  readonly shift: number
  readonly leftPort: number
  readonly rightPort: number
  readonly weight: number
}

export interface Layers {
  readonly columns: readonly Slot[][]
}

/** Room that a link is given where it passes other boxes. */
const passHeight = 12

/** Boxes in columns, each right of all it takes from; a link over several columns passes through a slot in each. */
export function layersOf(boxes: readonly LayoutBox[], links: readonly LayoutLink[]): Layers {
  const sorted = boxes.toSorted((a, b) => a.y - b.y)
  const forward = withoutCycles(sorted, links)
  const ranks = rank(forward)
  const columns: Slot[][] = Array.from({ length: Math.max(0, ...ranks.values()) + 1 }, () => [])
  const slots = new Map<string, Slot>()
  const put = (at: number, id: string | undefined, height: number, y: number): Slot => {
    const slot = { id, height, y, before: [], after: [] }
    columns[at]?.push(slot)
    return slot
  }
  for (const { id, height, y } of sorted) slots.set(id, put(ranks.get(id) ?? 0, id, height, y))
  for (const link of forward.links) {
    const [source, target] = [slots.get(link.from), slots.get(link.to)]
    if (source === undefined || target === undefined) continue
    const [from, to] = [ranks.get(link.from) ?? 0, ranks.get(link.to) ?? 0]
    let left = { slot: source, port: link.fromPort }
    for (let at = from + 1; at < to; at++) {
      const y = source.y + ((target.y - source.y) * (at - from)) / (to - from)
      const pass = { slot: put(at, undefined, passHeight, y), port: passHeight / 2 }
      join(left, pass)
      left = pass
    }
    join(left, { slot: target, port: link.toPort })
  }
  for (const column of columns) column.sort((a, b) => a.y - b.y)
  return { columns }
}

function join(left: { readonly slot: Slot; readonly port: number }, right: { readonly slot: Slot; readonly port: number }) {
  const passes = [left, right].filter(({ slot }) => slot.id === undefined).length
  const ports = { leftPort: left.port, rightPort: right.port, weight: [1, 2, 8][passes] ?? 1 }
  left.slot.after.push({ slot: right.slot, shift: right.port - left.port, ...ports })
  right.slot.before.push({ slot: left.slot, shift: left.port - right.port, ...ports })
}

interface Acyclic {
  /** Every box after all it takes from. */
  readonly order: readonly string[]
  readonly links: readonly LayoutLink[]
}

/** Leaves out the links that close a circle (found by going depth first), those of a box to itself and those to boxes that are not there. */
function withoutCycles(boxes: readonly LayoutBox[], links: readonly LayoutLink[]): Acyclic {
  const outgoing = new Map<string, LayoutLink[]>(boxes.map(({ id }) => [id, []]))
  for (const link of links) if (outgoing.has(link.to)) outgoing.get(link.from)?.push(link)
  const done: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const kept: LayoutLink[] = []
  for (const { id } of boxes) {
    if (state.has(id)) continue
    state.set(id, 'open')
    const path = [{ id, next: 0 }]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const link = outgoing.get(top.id)?.[top.next++]
      if (link === undefined) {
        state.set(top.id, 'done')
        done.push(top.id)
        path.pop()
      } else if (state.get(link.to) !== 'open') {
        kept.push(link)
        if (!state.has(link.to)) {
          state.set(link.to, 'open')
          path.push({ id: link.to, next: 0 })
        }
      }
    }
  }
  return { order: done.toReversed(), links: kept }
}

/** Columns by the longest way from the left; a box that feeds more than it takes then moves as far right as what it feeds allows. */
function rank({ order, links }: Acyclic): ReadonlyMap<string, number> {
  const ranks = new Map(order.map((id) => [id, 0]))
  const outgoing = new Map(order.map((id): [string, string[]] => [id, []]))
  const taken = new Map<string, number>()
  for (const { from, to } of links) {
    outgoing.get(from)?.push(to)
    taken.set(to, (taken.get(to) ?? 0) + 1)
  }
  const rankOf = (id: string) => ranks.get(id) ?? 0
  for (const id of order) for (const to of outgoing.get(id) ?? []) ranks.set(to, Math.max(rankOf(to), rankOf(id) + 1))
  for (const id of order.toReversed()) {
    const fed = outgoing.get(id) ?? []
    if (fed.length > (taken.get(id) ?? 0)) ranks.set(id, Math.min(...fed.map(rankOf)) - 1)
  }
  return ranks
}
