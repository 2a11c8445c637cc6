export { createLaunchToken, type LaunchToken } from './launch-token.ts'
export { openSessions, type Session, type Sessions } from './sessions.ts'
export { createToken, listTokens, revokeToken, type TokenInfo, type TokenVerifier, tokenVerifier } from './token-store.ts'
