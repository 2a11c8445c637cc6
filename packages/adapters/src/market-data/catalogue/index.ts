export { type CandleCatalogue, type NewDataset, openCandleCatalogue } from './candle-catalogue.ts'
export { candlesFromParquet, candlesToParquet } from './candle-parquet.ts'
export { type Dataset, datasetSchema } from './dataset.ts'
