export type { ImportOptions } from './market-data/import/import-options.ts'
export type { DetectedColumn, Detection, Gap, ImportReport, RowFault, RowProblem } from './market-data/import/import-report.ts'
export { type ImportedCandles, type ImportPreview, importFile, previewFile } from './market-data/import/import-file.ts'
