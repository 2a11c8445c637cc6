import type { Run } from '@strategraph/protocol'

export const statusWords: Readonly<Record<Run['status'], string>> = {
  starting: 'starting',
  running: 'running',
  paused: 'running, entries stopped',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
}
