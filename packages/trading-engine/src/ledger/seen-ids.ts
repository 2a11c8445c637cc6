/** Ids that were counted, each once. */
export interface SeenIds {
  /** False where the id was there already. */
  add(id: string): boolean
}

/**
 * Venues number their trades upwards: an id beyond the greatest one so far is new without a look at the others, and hashing
 * ids costs more than the rest of a posting. Any other id is looked up among all.
 */
export function createSeenIds(): SeenIds {
  const ids: string[] = []
  /** The first ids, hashed when the first one comes that is not beyond all others. */
  const hashed = new Set<string>()
  let greatest = ''
  return {
    add(id) {
      if (isBeyond(id, greatest)) greatest = id
      else {
        for (let index = hashed.size; index < ids.length; index++) hashed.add(ids[index] ?? '')
        if (hashed.has(id)) return false
        hashed.add(id)
      }
      ids.push(id)
      return true
    },
  }
}

/** Any total order serves; this one puts t9 before t10. */
function isBeyond(id: string, other: string): boolean {
  return id.length === other.length ? id > other : id.length > other.length
}
