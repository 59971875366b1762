import { MODELS } from '#contract/query.ts';
import { modelName } from '../forecast/trust-words.ts';

/** Usual values of the fields of a query, for the query editor and the page alike. */
export const HORIZONS = ['6h', '12h', '1d', '3d', '7d', '14d', '30d', '90d'];
export const STEPS = ['auto', '5m', '15m', '1h', '6h', '1d', '7d'];
export const TRAINING_WINDOWS = ['auto', '7d', '14d', '30d', '90d', '180d', '365d'];
export const HISTORIES = ['auto', '1d', '4d', '7d', '14d', '28d'];
export const LEVELS = [50, 80, 90, 95, 99];

export const DIRECTIONS = [
  { value: 'up' as const, label: 'Above capacity' },
  { value: 'down' as const, label: 'Below capacity' },
];

export const AGGREGATES = [
  { value: 'avg' as const, label: 'avg', description: 'Mean of the step' },
  { value: 'max' as const, label: 'max', description: 'Highest of the step' },
  { value: 'min' as const, label: 'min', description: 'Lowest of the step' },
  { value: 'last' as const, label: 'last', description: 'Last sample of the step' },
];

/** Everything that a query may name as its model. */
export const MODEL_CHOICES = MODELS.map((value) => ({ value, label: modelLabel(value), ...explained(value) }));

/** The name of a model, or of the choice among the quick ones. */
export function modelLabel(model: string): string {
  return model === 'auto' ? 'Automatic' : modelName(model);
}

function explained(model: string): { description?: string } {
  const words: Record<string, string> = {
    auto: 'The best of the quick models, by its own backtest',
    ensemble: 'All models, weighed by their backtests',
  };
  const description = words[model];
  return description === undefined ? {} : { description };
}

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' };

/** A duration as an option: "7d" is shown as "7 days", what is no simple duration as it is. */
export function durationOption(value: string): { value: string; label: string } {
  const [, count = '', unit = ''] = /^(\d+)([mhd])$/.exec(value) ?? [];
  const word = UNITS[unit];
  const label = word === undefined ? value : `${count} ${word}${count === '1' ? '' : 's'}`;
  return { value, label: value === 'auto' ? 'Automatic' : label };
}
