import { autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import type { QueryType } from '../query/query-schemas.ts';
import type { HeadroomQuery } from '../types.ts';

const DEFAULT_HORIZON_MS = 604_800_000;

/**
 * What the collapsed options say, one short phrase each: what is always worth knowing, and what is set. Durations that
 * cannot be read are shown as they are.
 */
export function summariseOptions(query: HeadroomQuery): string[] {
  const { queryType = 'forecast', legendFormat, model = 'auto', aggregate = 'avg' } = query;
  return [
    ...GRIDS[queryType](query),
    ...(legendFormat ? [`Legend: ${legendFormat}`] : []),
    ...(model === 'auto' ? [] : [`Model: ${model}`]),
    ...(aggregate === 'avg' ? [] : [`Aggregate: ${aggregate}`]),
    ...bounds(query),
    ...calendar(query),
  ];
}

const GRIDS: Record<QueryType, (query: HeadroomQuery) => string[]> = {
  forecast: (query) => [bands(query), ...grid(query)],
  breach: grid,
  baseline: (query) => [bands(query), ...history(query)],
  anomaly: history,
  recommendations: () => [],
};

function bands(query: HeadroomQuery): string {
  return `Bands: ${(query.levels ?? usualLevels(query)).join(', ')} %`;
}

/** Coverage of the bands that a query has when it says nothing. */
export function usualLevels({ queryType }: HeadroomQuery): number[] {
  return queryType === 'baseline' ? [95, 99] : [80, 95];
}

/** Step and history of what is compared with its own past. */
function history({ step = 'auto', trainingWindow = 'auto' }: HeadroomQuery): string[] {
  return [`Step: ${step}`, `History: ${trainingWindow === 'auto' ? 'auto (14d)' : trainingWindow}`];
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
