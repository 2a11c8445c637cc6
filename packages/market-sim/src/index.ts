export * from './simulated-instruments.ts'
export * from './simulated-market.ts'
export * from './simulation/simulation-types.ts'
export * from './venue/venue-types.ts'
