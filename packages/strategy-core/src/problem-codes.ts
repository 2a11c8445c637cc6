/** Every code that strategy-core puts into a Problem, with what it means. Stable: programs and translations branch on them. */
export const problemCodes = {
  // The file itself
  INVALID_JSON: 'The text is not JSON.',
  NOT_A_DOCUMENT: 'The JSON is not an object with a formatVersion.',
  NOT_PLAIN_DATA: 'A value that JSON cannot hold: a function, a date, undefined.',
  TOO_LARGE: 'The document is larger than 1 MiB.',
  TOO_MANY_NODES: 'More than 500 nodes.',
  TOO_MANY_EDGES: 'More than 2,000 edges.',
  TOO_DEEP: 'Objects and lists are nested deeper than 32.',
  TEXT_TOO_LONG: 'A text of more than 20,000 characters.',
  FORBIDDEN_KEY: 'A key that could change the program itself: __proto__, constructor or prototype.',
  NOT_FINITE: 'A number that is infinite or not a number.',
  FORMAT_TOO_NEW: 'Written by a newer version of the program.',
  FORMAT_MIGRATION_FAILED: 'The document is of an older format and could not be brought to the present one.',
  INVALID_DOCUMENT: 'A field of the document is missing, unknown or of the wrong form.',
  // Nodes
  UNKNOWN_TYPE: 'No node type of this name is known; the node is kept.',
  VERSION_TOO_NEW: 'The node was saved by a newer version of its type; the node is kept.',
  NOT_MIGRATED: 'The node is of an older version of its type and was not brought to the present one.',
  INVALID_CONFIG: 'A setting of the node is missing or out of range.',
  UNKNOWN_SETTING: 'The node has a setting that its type does not know; it has no effect.',
  DUPLICATE_ID: 'Two nodes, or two edges, have the same id.',
  DUPLICATE_PORT: 'An input that the settings name has the name of another input.',
  MISSING_INPUT: 'An input that the node needs is not connected.',
  INPUT_DISABLED: 'An input that the node needs comes from a disabled node that cannot be bypassed.',
  NOT_CONNECTED: 'The node is connected to nothing.',
  KERNEL_FAILED: 'The node cannot compute with these settings.',
  // Edges
  MISSING_NODE: 'The edge begins or ends at a node that does not exist.',
  MISSING_PORT: 'The edge begins or ends at a port that the node does not have.',
  KIND_MISMATCH: 'The output does not fit the input.',
  INPUT_TAKEN: 'A second edge into an input that takes one.',
  ALREADY_CONNECTED: 'The same output is joined with the same input already.',
  CYCLE: 'The nodes feed each other in a circle.',
  // The whole
  NO_FEED: 'No node brings in bars, so there is nothing to run on.',
} as const

export type ProblemCode = keyof typeof problemCodes
