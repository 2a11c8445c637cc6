export { type CrashPlan, crashPlans } from './crash-plans.ts'
export { type CrashTestOptions, type CrashTestOutcome, crashTestSeed, crashTestVersion, runCrashTest } from './crash-test.ts'
export type { Finding, PassRule, RuleOutcome, Verdict } from './judge/pass-rule.ts'
export type { CrashFill, CrashTestResult, ScenarioResult } from './result.ts'
