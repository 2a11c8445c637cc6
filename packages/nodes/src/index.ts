export { builtinNodes } from './registry.ts'
