import { defineCommand } from 'citty'
import { fail } from '../command-line/exit.ts'
import { refuseUnknownArguments } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { loadPlan } from '../workflow/load-workflow.ts'

const args = {
  workflow: { type: 'positional', description: 'Workflow file', required: true },
  json: { type: 'boolean', description: 'Print the result as JSON' },
} as const

export const validateCommand = defineCommand({
  meta: { name: 'validate', description: 'Check that a workflow can run; exit code 1 when it has errors' },
  args,
  async run({ args: { workflow, json = false }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const checked = await loadPlan(workflow)
    if (!checked.ok) {
      reportProblems(checked.problems, { json })
      return fail()
    }
    const { graphHash, nodes, feeds, warmUp } = checked.value
    const result = {
      ok: true,
      graphHash,
      nodes: nodes.size,
      feeds: feeds.map(({ nodeId }) => ({ nodeId, warmUpBars: warmUp.get(nodeId) ?? 0 })),
    }
    if (json) return say.json({ ...result, problems: checked.warnings })
    printProblems(checked.warnings)
    say.out(`${workflow} can run: ${nodes.size} nodes, warm-up ${Math.max(0, ...warmUp.values())} bars, graph ${graphHash.slice(0, 12)}`)
  },
})
