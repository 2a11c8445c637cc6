/** Finds items by id; the one found last is tried first, because most runs have one market and ask for it all the time. */
export function lookup<Id extends string, Item>(items: readonly Item[], idOf: (item: Item) => Id): (id: Id) => Item | undefined {
  const byId = new Map(items.map((item) => [idOf(item), item]))
  let lastId: Id | undefined
  let last: Item | undefined
  return (id) => {
    if (id !== lastId) {
      last = byId.get(id)
      lastId = id
    }
    return last
  }
}
