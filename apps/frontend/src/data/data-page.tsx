/** Stored candles and how they came here. */
export function DataPage() {
  return <main className="p-6">Data</main>
}
