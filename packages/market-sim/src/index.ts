export * from './simulated-instruments.ts'
export * from './simulated-market.ts'
