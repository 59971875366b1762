import { autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import type { HeadroomQuery } from '../types.ts';

const DEFAULT_HORIZON_MS = 604_800_000;

/**
 * What the collapsed options say, one short phrase each: what is always worth knowing, and what is set. Durations that
 * cannot be read are shown as they are.
 */
export function summariseOptions(query: HeadroomQuery): string[] {
  const { legendFormat, model = 'auto', aggregate = 'avg' } = query;
  return [
    ...(query.queryType === 'breach' ? [] : [`Bands: ${(query.levels ?? [80, 95]).join(', ')} %`]),
    ...grid(query),
    ...(legendFormat ? [`Legend: ${legendFormat}`] : []),
    ...(model === 'auto' ? [] : [`Model: ${model}`]),
    ...(aggregate === 'avg' ? [] : [`Aggregate: ${aggregate}`]),
    ...bounds(query),
    ...calendar(query),
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

function calendar({ timeZone, exclusions, events }: HeadroomQuery): string[] {
  return [
    ...(timeZone ? [`Time zone: ${timeZone}`] : []),
    ...(exclusions ? [`Exclusions: ${exclusions}`] : []),
    ...(events ? [`Events: ${events}`] : []),
  ];
}
