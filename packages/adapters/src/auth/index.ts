export { createLaunchToken, type LaunchToken } from './launch-token.ts'
export { createSessions, type Session, type Sessions } from './sessions.ts'
export { createToken, listTokens, revokeToken, type TokenInfo, type TokenVerifier, tokenVerifier } from './token-store.ts'
