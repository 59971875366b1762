import { autoHistory, autoStep, autoTrainingWindow } from '#contract/auto-grid.ts';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import { fieldHelp } from '../../shared/fields/field-help.ts';
import type { QueryType } from '../query/query-schemas.ts';
import type { HeadroomQuery } from '../types.ts';
import { sensitivityText } from './sensitivity.ts';

const DEFAULT_HORIZON_MS = 604_800_000;
/** Of what is compared with its own past. */
const USUAL_STEP_MS = 300_000;

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
  anomaly: (query) => [...history(query), ...judgement(query)],
  recommendations: () => [],
};

function bands(query: HeadroomQuery): string {
  return `Bands: ${(query.levels ?? usualLevels(query)).join(', ')}%`;
}

/** Coverage of the bands that a query has when it says nothing. */
export function usualLevels({ queryType }: HeadroomQuery): number[] {
  return queryType === 'baseline' ? [95, 99] : [80, 95];
}

/** Step and history of what is compared with its own past. */
function history({ step = 'auto', trainingWindow = 'auto' }: HeadroomQuery): string[] {
  const stepMs = parseDuration(step) ?? USUAL_STEP_MS;
  return [`Step: ${step}`, `History: ${trainingWindow === 'auto' ? automatic(autoHistory(stepMs)) : trainingWindow}`];
}

/** Who judges, and how severe is how rare; nothing where it is as usual. */
function judgement({ sensitivity, detectors = [] }: HeadroomQuery): string[] {
  const falseAlarms = sensitivityText(sensitivity);
  return [
    ...(falseAlarms === '' ? [] : [`False alarms: ${falseAlarms}`]),
    ...(detectors.length === 0 ? [] : [`Detectors: ${detectors.join(', ')}`]),
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

function calendar({ queryType, timeZone, exclusions, events }: HeadroomQuery): string[] {
  const { title } = fieldHelp('exclusions', queryType);
  return [
    ...(timeZone ? [`Time zone: ${timeZone}`] : []),
    ...(exclusions ? [`${title}: ${exclusions}`] : []),
    ...(events ? [`Events: ${events}`] : []),
  ];
}
