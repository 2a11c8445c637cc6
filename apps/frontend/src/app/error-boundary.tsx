import { Component, type ReactNode } from 'react'
import { ProblemNote } from '../ui/problem-note.tsx'

interface State {
  readonly error: unknown
}

/** Keeps a failure inside its room: the rest of the page, and every running strategy, goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined }
  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }
  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <ProblemNote
        title="This part of the page has failed. Your work is kept; running strategies go on."
        error={this.state.error}
        retry={() => this.setState({ error: undefined })}
      />
    )
  }
}
