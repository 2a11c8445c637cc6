import type { Checked } from '@strategraph/strategy-core'
import { Low } from 'lowdb'
import { moveDurably } from '../data-folder/durable-file.ts'
import { serialQueue } from '../data-folder/serial-queue.ts'
import { DamagedFileError, durableJsonAdapter } from './durable-json-adapter.ts'

/** One small JSON file with defaults: preferences of the installation. */
export interface SettingsFile<Value> {
  read(): Promise<Checked<Value>>
  /** Changes are applied one after another; the result is on disk when it resolves. */
  update(change: (value: Value) => Value): Promise<Checked<Value>>
}

interface SettingsOptions<Value> {
  readonly path: string
  readonly defaults: Value
  readonly parse: (value: unknown) => Checked<Value>
  readonly now?: () => number
}

/** A damaged file is moved aside and the defaults are used, with a warning; one that `parse` refuses is left alone. */
export function openSettings<Value>({ path, defaults, parse, now = Date.now }: SettingsOptions<Value>): SettingsFile<Value> {
  const queue = serialQueue()
  const adapter = durableJsonAdapter<{ readonly value: unknown }>(path, (value) => ({ value }))

  const read = async (): Promise<Checked<Value>> => {
    const low = new Low<{ readonly value: unknown } | null>({ read: () => adapter.read(), write: async () => undefined }, null)
    try {
      await low.read()
    } catch (cause) {
      if (!(cause instanceof DamagedFileError)) throw cause
      await moveDurably(path, `${path}.damaged-${now()}`)
      const message = 'The settings file was damaged and was moved aside; the defaults are used.'
      return { ok: true, value: defaults, warnings: [{ path: ['settings'], code: 'SETTINGS_DAMAGED', message, severity: 'warning' }] }
    }
    return low.data === null ? { ok: true, value: defaults, warnings: [] } : parse(low.data.value)
  }

  return {
    read: () => queue(path, read),
    update: (change) =>
      queue(path, async () => {
        const current = await read()
        if (!current.ok) return current
        const next = parse(change(current.value))
        if (next.ok)
          await new Low<unknown>(
            durableJsonAdapter<unknown>(path, (value) => value),
            next.value,
          ).write()
        return next
      }),
  }
}
