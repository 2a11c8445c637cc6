export { adapterConfigFields, type AdapterConfig } from './config.ts'
export {
  type DataFolder,
  dataFolderPath,
  type FolderLock,
  lockDataFolder,
  openDataFolder,
  readAdapterConfig,
  readConfigText,
} from './data-folder.ts'
export { ensureFolder, isMissing, readIfThere, writeDurably } from './durable-file.ts'
export { serialQueue } from './serial-queue.ts'
