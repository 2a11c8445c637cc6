import type { Command } from './command.ts'
import { editCommands } from './edit-commands.ts'
import { strategyCommands } from './strategy-commands.ts'
import { viewCommands } from './view-commands.ts'

/** Every action of the editor. */
export const commands: readonly Command[] = [...viewCommands, ...editCommands, ...strategyCommands]

const byId = new Map(commands.map((command) => [command.id, command]))

/** Throws RangeError for an unknown id: menus are written by us. */
export function commandById(id: string): Command {
  const command = byId.get(id)
  if (command === undefined) throw new RangeError(`no command ${id}`)
  return command
}
