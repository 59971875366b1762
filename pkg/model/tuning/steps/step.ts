import type { Measures } from '../measures.ts';
import type { AmountBounds, Finding, ReasonPart, ResourceHistory } from '../types.ts';

/** What the steps so far make of a history. */
export interface Estimate {
  readonly request: number;
  readonly limit: number;
  readonly bounds: AmountBounds;
  readonly reason: readonly ReasonPart[];
  readonly findings: readonly Finding[];
  readonly lacking: readonly string[];
}

/** What a step looks at. */
export interface View {
  readonly history: ResourceHistory;
  readonly measures: Measures;
}

/** One idea on top of what the steps before it found; gives back the same estimate where it has nothing to say. */
export type Step = (estimate: Estimate, view: View) => Estimate;

/** Applies steps in order. */
export function stack(...steps: readonly Step[]): Step {
  return (estimate, view) => steps.reduce((soFar, step) => step(soFar, view), estimate);
}

/** What a step changes. */
export interface StepResult {
  readonly step: string;
  readonly sentence: string;
  readonly request?: number;
  readonly limit?: number;
  readonly finding?: Finding;
}

/** The estimate with a step's amounts, sentence and finding. */
export function add(estimate: Estimate, { step, sentence, request, limit, finding }: StepResult): Estimate {
  return {
    ...estimate,
    request: request ?? estimate.request,
    limit: limit ?? estimate.limit,
    reason: [
      ...estimate.reason,
      { step, sentence, ...(request === undefined ? {} : { request }), ...(limit === undefined ? {} : { limit }) },
    ],
    findings: finding === undefined ? estimate.findings : [...estimate.findings, finding],
  };
}

/** The estimate that says what was missing. */
export function lack(estimate: Estimate, sentence: string): Estimate {
  return { ...estimate, lacking: [...estimate.lacking, sentence] };
}
