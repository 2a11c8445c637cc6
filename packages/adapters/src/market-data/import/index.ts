export { type ImportedCandles, type ImportPreview, importFile, previewFile } from './import-file.ts'
export { type ImportOptions, maxFileBytes } from './import-options.ts'
export type { DetectedColumn, Detection, Gap, ImportReport, RowFault, RowProblem } from './import-report.ts'
