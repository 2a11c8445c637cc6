import { alert } from './alert/alert.ts'
import { log } from './log/log.ts'
import { plot } from './plot/plot.ts'

export const outputNodes = [plot, log, alert]
