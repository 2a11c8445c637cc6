import { gate } from './gate/gate.ts'

export const riskNodes = [gate]
