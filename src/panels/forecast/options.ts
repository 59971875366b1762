import type { HideableFieldConfig, OptionsWithLegend } from '@grafana/schema';
import type { BreachKind } from '../../shared/forecast/breach-words.ts';

/** Where the capacity of a series comes from. */
export type CapacitySource = 'data' | 'number' | 'threshold';

/** When the trust card is seen. */
export type TrustShown = 'hover' | 'corner' | 'off';

/** The options of a panel as they are saved. */
export interface ForecastOptions extends OptionsWithLegend {
  /** How far ahead a forecast in the browser goes; empty: half of the history. */
  readonly horizon: string;
  readonly capacitySource: CapacitySource;
  readonly capacity?: number;
  readonly breachKind: BreachKind;
  /** Whether the time axis goes on to the end of the forecast. */
  readonly extendAxis: boolean;
  readonly trust: TrustShown;
}

/** The field options of a panel: a series may be hidden, nothing else. */
export type ForecastFieldConfig = HideableFieldConfig;

/** Which way hurts. */
export function directionOf({ breachKind }: Pick<ForecastOptions, 'breachKind'>): 'up' | 'down' {
  return breachKind === 'below' ? 'down' : 'up';
}

/** The options that a forecast depends on. */
export type SeriesOptions = Pick<ForecastOptions, 'horizon' | 'capacitySource' | 'capacity' | 'breachKind'>;
