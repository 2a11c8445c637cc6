import { defineCommand } from 'citty'
import { fail, UsageError } from '../command-line/exit.ts'
import { refuseUnknownArguments } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'

const args = {
  action: { type: 'positional', description: 'create, list or revoke', required: true },
  purpose: { type: 'positional', description: 'create: what the token is for, like my-script', required: false },
  name: { type: 'string', description: 'The same as an option' },
  id: { type: 'string', description: 'Which token to revoke' },
  json: { type: 'boolean', description: 'Print the result as JSON' },
} as const

export const tokenCommand = defineCommand({
  meta: { name: 'token', description: 'Tokens with which scripts may call the server; kept in the data folder (STRATEGRAPH_DATA)' },
  args,
  async run({ args: { action, purpose, name, id, json = false }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    if (!['create', 'list', 'revoke'].includes(action)) throw new UsageError(`"${action}" is not one of create, list, revoke.`)
    if (purpose !== undefined && (action !== 'create' || name !== undefined)) throw new UsageError(`There is no place for "${purpose}".`)
    if (action === 'revoke' && (id === undefined || id === '')) throw new UsageError('token revoke needs --id.')
    const { createToken, listTokens, revokeToken } = await import('@strategraph/adapters/auth')
    const { dataFolderPath, openDataFolder } = await import('@strategraph/adapters/data-folder')
    const opened = await openDataFolder(dataFolderPath(process.env))
    if (!opened.ok) {
      reportProblems(opened.problems, { json })
      return fail()
    }
    printProblems(opened.warnings)
    const { tokens, path } = opened.value
    if (action === 'create') {
      const { token, info } = await createToken(tokens, name ?? purpose ?? 'script')
      say.error(
        `Token "${info.name}" for the server with the data folder ${path}. It is shown this once; send it as: Authorization: Bearer <token>`,
      )
      return json ? say.json({ token, ...info }) : say.out(token)
    }
    if (action === 'revoke') {
      const isRevoked = await revokeToken(tokens, id ?? '')
      say.error(isRevoked ? `Token ${id} is revoked.` : `There is no token with the id ${id}.`)
      return isRevoked ? undefined : fail()
    }
    const list = await listTokens(tokens)
    if (json) return say.json(list)
    for (const { id, name: purpose, createdAt, ending } of list)
      say.out(`${id}  ${new Date(createdAt).toISOString()}  ...${ending}  ${purpose}`)
  },
})
