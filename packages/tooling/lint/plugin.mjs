// Lint rules of our own, loaded by oxlint (`jsPlugins` in .oxlintrc.json) with ESLint's rule interface.

/** Not exactly rounded: the ECMAScript standard leaves the last digits to the engine, so results would differ between machines. */
const INEXACT_MATH = new Set(
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'.split(' '),
)
const NUMERIC = 'packages/strategy-core/src/kernel/numeric.ts'

/** object.property -> what to use instead */
const IMPURE_MEMBERS = {
  'Date.now': 'take the time from the event, or from the Clock that is handed in',
  'performance.now': 'take the time from the Clock that is handed in; measure durations outside the pure packages',
  'Math.random': 'draw from the seeded random source that is handed in',
  'crypto.randomUUID': 'derive ids from the run and the sequence number, or take an id source as argument',
  'crypto.getRandomValues': 'draw from the seeded random source that is handed in',
}
/** Methods whose result depends on the language or time zone of the machine. */
const LOCALE_METHODS = new Set([
  'localeCompare',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
])

/** The name of a member expression `object.property` or `object['property']`. */
function memberName(node) {
  const property = node.computed ? node.property.value : node.property.name
  return node.object.type === 'Identifier' && typeof property === 'string' ? [node.object.name, property] : [undefined, property]
}

const isNumber = (node) => node.type === 'Literal' && typeof node.value === 'number'
const isBigInt = (node) => node.type === 'Literal' && typeof node.value === 'bigint'

/** Pure packages compute the same from the same input, on every machine and at every time: no clock, no chance, no locale. */
const pure = {
  meta: { type: 'problem', docs: { description: 'no clock, chance, locale or inexact arithmetic in pure packages' } },
  create(context) {
    const isNumeric = context.filename.replaceAll('\\', '/').endsWith(NUMERIC)
    const report = (node, what, instead) => context.report({ node, message: `${what} is not allowed in a pure package: ${instead}.` })
    return {
      MemberExpression(node) {
        const [object, property] = memberName(node)
        const name = `${object}.${property}`
        if (Object.hasOwn(IMPURE_MEMBERS, name)) report(node, name, IMPURE_MEMBERS[name])
        if (object === 'Math' && INEXACT_MATH.has(property) && !isNumeric) {
          report(node, name, `its last digits differ between engines; use the function of ${NUMERIC}`)
        }
        if (object === 'Intl') report(node, name, 'its result depends on the machine; format in the apps')
        if (LOCALE_METHODS.has(property))
          report(node, property, 'its result depends on the machine; compare with < and >, format in the apps')
      },
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
          report(node, 'new Date() without argument', IMPURE_MEMBERS['Date.now'])
        }
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node, 'Date()', IMPURE_MEMBERS['Date.now'])
      },
      BinaryExpression(node) {
        if (node.operator !== '**' || isNumeric) return
        const isConstant = isNumber(node.left) && isNumber(node.right)
        if (isConstant || isBigInt(node.left) || isBigInt(node.right)) return
        report(node, '** on numbers', `its last digits differ between engines; multiply, or use the function of ${NUMERIC}`)
      },
    }
  },
}

const plugin = { meta: { name: 'strategraph' }, rules: { pure } }
export default plugin
