import { autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import type { HeadroomQuery } from '../types.ts';

const DEFAULT_HORIZON_MS = 604_800_000;

/** What the collapsed options say, one short phrase each. Durations that cannot be read are shown as they are. */
export function summariseOptions(query: HeadroomQuery): string[] {
  return [
    `Legend: ${query.legendFormat || 'auto'}`,
    ...(query.queryType === 'breach' ? [] : [`Bands: ${(query.levels ?? [80, 95]).join(', ')} %`]),
    `Model: ${query.model ?? 'auto'}`,
    ...grid(query),
    `Aggregate: ${query.aggregate ?? 'avg'}`,
    ...bounds(query),
  ];
}

function grid({ horizon = '', step = 'auto', trainingWindow = 'auto' }: HeadroomQuery): string[] {
  const stepMs = parseDuration(step) ?? autoStep(parseDuration(horizon) ?? DEFAULT_HORIZON_MS);
  return [
    `Step: ${step === 'auto' ? automatic(stepMs) : step}`,
    `Training window: ${trainingWindow === 'auto' ? automatic(autoTrainingWindow(stepMs)) : trainingWindow}`,
  ];
}

function automatic(milliseconds: number): string {
  return `auto (${formatDuration(milliseconds)})`;
}

function bounds({ lowerBound, upperBound }: HeadroomQuery): string[] {
  return lowerBound === undefined && upperBound === undefined
    ? []
    : [`Bounds: ${lowerBound ?? 'auto'} to ${upperBound ?? 'none'}`];
}
