/** One of Kraken's error texts, `E<category>:<message>`; an answer like any other, not an exception. */
export class KrakenError {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const error = (text: string) => new KrakenError(text)

/** Kraken puts the offending argument behind a colon. */
export const invalidArgument = (name: string) => error(`EGeneral:Invalid arguments:${name}`)

/** Sources: docs.kraken.com (spot errors, rate limits, WebSocket v2); what clients match on. */
export const krakenErrors = {
  invalidArguments: error('EGeneral:Invalid arguments'),
  unknownMethod: error('EGeneral:Unknown method'),
  permissionDenied: error('EGeneral:Permission denied'),
  internal: error('EGeneral:Internal error'),
  invalidKey: error('EAPI:Invalid key'),
  invalidSignature: error('EAPI:Invalid signature'),
  invalidNonce: error('EAPI:Invalid nonce'),
  /** WebSocket: the token was good once. */
  invalidToken: error('EAPI:Invalid token'),
  /** WebSocket: the token was never given out by this process. */
  invalidSession: error('ESession:Invalid session'),
  restRateLimit: error('EAPI:Rate limit exceeded'),
  orderRateLimit: error('EOrder:Rate limit exceeded'),
  tooManyOrders: error('EOrder:Orders limit exceeded'),
  unknownPair: error('EQuery:Unknown asset pair'),
  unknownAsset: error('EQuery:Unknown asset'),
  unknownOrder: error('EOrder:Unknown order'),
  invalidOrder: error('EOrder:Invalid order'),
  insufficientFunds: error('EOrder:Insufficient funds'),
  /** What Kraken answers today; its list of errors calls it "EOrder:Order minimum not met". */
  volumeMinimum: error('EGeneral:Invalid arguments:volume minimum not met'),
  costMinimum: error('EOrder:Cost minimum not met'),
  tickSize: error('EOrder:Tick size check failed'),
  invalidPrice: error('EOrder:Invalid price'),
  postOnly: error('EOrder:Post only order'),
  noMargin: error('EOrder:Cannot open position'),
  /** `reduce_only` speaks of margin positions; there are none here. */
  noPosition: error('EOrder:Reduce only:No position exists'),
  unknownPosition: error('EOrder:Unknown position'),
  deadlineElapsed: error('EService:Deadline elapsed'),
  unavailable: error('EService:Unavailable'),
  busy: error('EService:Busy'),
  postOnlyMode: error('EService:Market in post_only mode'),
  limitOnlyMode: error('EService:Market in limit_only mode'),
  cancelOnlyMode: error('EService:Market in cancel_only mode'),
} as const
