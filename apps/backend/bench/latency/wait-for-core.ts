import { readFileSync } from 'node:fs'

/** Milliseconds that the first thread of a process was ready to run and had no core so far; 0 where the system does not tell. */
export function waitForCore(pid: number): number {
  try {
    const [, waitedNanoseconds = '0'] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
    return Number(waitedNanoseconds) / 1e6
  } catch {
    return 0
  }
}
