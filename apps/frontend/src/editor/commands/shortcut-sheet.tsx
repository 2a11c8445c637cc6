import { closeOverlay } from '../../app/overlays.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { commandGroups } from './command.ts'
import { isMac, showKeys } from './keys.ts'
import { commands } from './registry.ts'

const mouse: readonly (readonly [string, string])[] = [
  ['Double-click empty space', 'Add a node there'],
  ['Drag from a port', 'Connect; in empty space: list what fits'],
  ['Drag an end of a connection', 'Connect it elsewhere'],
  ['Drop a node on a connection', 'Insert it there'],
  ['Shift and drag', 'Select with a box'],
  ['Middle button, Space or empty space and drag', 'Move the view'],
  ['Drop a strategy file on the page', 'Open it in a new tab'],
]

/** Generated from the command registry: it cannot be out of date. */
export function ShortcutSheet() {
  return (
    <Dialog title="Keyboard and mouse" onClose={closeOverlay} width="wide">
      <div className="columns-1 gap-8 p-5 sm:columns-2 lg:columns-3">
        {commandGroups.map((group) => {
          const list = commands.filter((command) => command.group === group && command.keys !== undefined)
          return list.length === 0 ? null : (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 font-semibold">{group}</h3>
              <dl>
                {list.map((command) => (
                  <div key={command.id} className="flex items-baseline justify-between gap-3 py-0.5">
                    <dt className="text-ink-soft">{command.title}</dt>
                    <dd className="flex shrink-0 gap-1">
                      {command.keys?.slice(0, 2).map((keys) => (
                        <Kbd key={keys}>{showKeys(keys, isMac)}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
        <section className="mb-4 break-inside-avoid">
          <h3 className="mb-1 font-semibold">Mouse</h3>
          <dl>
            {mouse.map(([how, what]) => (
              <div key={how} className="py-0.5">
                <dt className="font-medium text-xs">{how}</dt>
                <dd className="text-ink-soft">{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}
