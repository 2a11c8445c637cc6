export function EditorPage(props: { readonly workflowId: string; readonly runId: string | undefined }) {
  return <main>{props.workflowId}</main>
}
