import { Download } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loading } from '../../ui/empty-state.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useReport } from './lab-queries.ts'
import { saveFile } from './save-file.ts'

/** A report as the page that it is, in a frame that may do nothing: no scripts, no forms, no way to our session. */
export function ReportDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useReport(id)
  return (
    <Dialog
      title="Report of the simulation"
      width="wide"
      onClose={onClose}
      footer={
        data === undefined ? undefined : (
          <>
            <Button onClick={() => saveFile(`market-report-${id}.md`, data.markdown, 'text/markdown')}>
              <Download aria-hidden="true" className="size-3.5" /> Markdown
            </Button>
            <Button onClick={() => saveFile(`market-report-${id}.html`, data.html, 'text/html')}>
              <Download aria-hidden="true" className="size-3.5" /> HTML
            </Button>
          </>
        )
      }
    >
      {data !== undefined ? (
        <iframe title="Report of the simulation" sandbox="" srcDoc={data.html} className="block h-[65vh] w-full border-0" />
      ) : error !== null ? (
        <ProblemNote title="The report could not be loaded." error={error} retry={() => void refetch()} />
      ) : (
        <div className="h-40">
          <Loading what="the report" />
        </div>
      )}
    </Dialog>
  )
}
