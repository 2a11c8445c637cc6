export * from './auth/index.ts'
export * from './data-folder/index.ts'
export * from './documents/index.ts'
export * from './market-data/import/index.ts'
