/** How a plan is shown: the answer, its working, what the exam log says of it, what to type. */
import { createColors } from 'picocolors'
import { PlanError } from '../planner/plan-error.ts'
import { shownValue, type Step } from '../planner/step.ts'
import type { Run } from './command.ts'
import { UsageError } from './failure.ts'

export interface ShownPlan {
  readonly plan: string
  readonly answer: string
  /** What a program reads; in JSON beside the rest. */
  readonly figures: object
  readonly working: readonly Step[]
  /** Where its answer isn't today's. */
  readonly examLog?: { readonly answer: string; readonly differs: readonly string[] }
  readonly notes?: readonly string[]
  readonly commands?: readonly string[]
}

/** Prints what `calculate` answers. @throws UsageError, for what the planner refuses, too */
export function showPlan({ options, terminal }: Run, calculate: () => ShownPlan): void {
  const shown = calculated(calculate)
  if (options['json']) {
    const { plan, answer, figures, notes = [], commands = [], ...rest } = shown
    const document = { plan, answer, ...figures, ...rest, notes, commands }
    return terminal.out(JSON.stringify(document, null, 2))
  }
  const { bold } = createColors(terminal.hasColours)
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return
    terminal.out(title)
    for (const line of lines) terminal.out(`  ${line}`)
  }
  const { answer, working, examLog, notes = [], commands = [] } = shown
  terminal.out(bold(answer))
  section('Working', alignedSteps(working))
  if (examLog) section(`Exam log: ${examLog.answer}`, examLog.differs.map(listed))
  section('Notes', notes.map(listed))
  section('What to type', commands)
}

function calculated(calculate: () => ShownPlan): ShownPlan {
  try {
    return calculate()
  } catch (error) {
    throw error instanceof PlanError ? new UsageError(error.message) : error
  }
}

function listed(text: string): string {
  return `- ${text}`
}

function alignedSteps(steps: readonly Step[]): readonly string[] {
  const labelWidth = Math.max(...steps.map(({ label }) => label.length))
  const formulaWidth = Math.max(...steps.map(({ formula }) => formula.length))
  return steps.map(
    (step) =>
      `${step.label.padEnd(labelWidth)}  ${step.formula.padEnd(formulaWidth)} = ${shownValue(step)}`,
  )
}
