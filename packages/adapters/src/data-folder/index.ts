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
export { writeDurably } from './durable-file.ts'
