/** First page: examples, one of them already trading on the simulated market, and the user's own strategies. */
export function GalleryPage() {
  return <main className="p-6">Gallery</main>
}
