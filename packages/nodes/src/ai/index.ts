import { llmPrompt } from './llm-prompt/llm-prompt.ts'

export const aiNodes = [llmPrompt]
