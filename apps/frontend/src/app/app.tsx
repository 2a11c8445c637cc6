import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense, lazy } from 'react'
import { queryClient } from '../api/queries.ts'
import { Loading } from '../ui/empty-state.tsx'
import { Toasts } from '../ui/toast.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { GlobalOverlays } from './global-overlays.tsx'
import { useRoute } from './router.ts'
import { useSession } from './session.ts'
import { SessionPage } from './session-page.tsx'
import { TopBar } from './top-bar.tsx'

const EditorPage = lazy(() => import('../editor/editor-page.tsx').then((module) => ({ default: module.EditorPage })))
const GalleryPage = lazy(() => import('../gallery/gallery-page.tsx').then((module) => ({ default: module.GalleryPage })))
const DataPage = lazy(() => import('../data/data-page.tsx').then((module) => ({ default: module.DataPage })))
const MarketPage = lazy(() => import('../market/market-page.tsx').then((module) => ({ default: module.MarketPage })))

export function App() {
  const state = useSession((store) => store.state)
  return (
    <QueryClientProvider client={queryClient}>
      {state.status === 'open' ? <Shell /> : <SessionPage state={state} />}
      <Toasts />
    </QueryClientProvider>
  )
}

function Shell() {
  const route = useRoute()
  return (
    <div className="flex h-full flex-col">
      <TopBar route={route} />
      <div className="min-h-0 flex-1">
        <ErrorBoundary key={route.page === 'workflow' ? route.workflowId : route.page}>
          <Suspense fallback={<Loading what="the page" />}>
            {route.page === 'gallery' ? <GalleryPage /> : null}
            {route.page === 'data' ? <DataPage /> : null}
            {route.page === 'market' ? <MarketPage symbol={route.symbol} /> : null}
            {route.page === 'workflow' ? (
              <EditorPage key={`${route.workflowId}/${route.runId ?? ''}`} workflowId={route.workflowId} runId={route.runId} />
            ) : null}
          </Suspense>
        </ErrorBoundary>
      </div>
      <GlobalOverlays />
    </div>
  )
}
