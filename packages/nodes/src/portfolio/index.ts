import { account } from './account/account.ts'
import { position } from './position/position.ts'

export const portfolioNodes = [position, account]
