import type { HideableFieldConfig, OptionsWithLegend } from '@grafana/schema';
import type { Direction, Severity } from '#model/anomaly/types.ts';

/** The options of a panel as they are saved; all but the legend are for data that is judged in the browser. */
export interface AnomalyOptions extends OptionsWithLegend {
  readonly direction: Direction;
  /** The mildest severity that is shown. */
  readonly threshold: Severity;
}

/** The field options of a panel: a series may be hidden, nothing else. */
export type AnomalyFieldConfig = HideableFieldConfig;
