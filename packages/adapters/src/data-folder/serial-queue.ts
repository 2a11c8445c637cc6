/** Runs tasks of one key strictly one after another; a failed task does not stop the next one. */
export type SerialQueue = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>

export function serialQueue(): SerialQueue {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, task) => {
    const before = tails.get(key) ?? Promise.resolve()
    const running = before.then(task, task)
    const tail = running.catch(() => undefined)
    tails.set(key, tail)
    try {
      return await running
    } finally {
      if (tails.get(key) === tail) tails.delete(key)
    }
  }
}
