import type { JsonNumber, SeriesBreachJson, SeriesForecastJson, ServedJson, TrustJson } from './rest.ts';

/**
 * What a forecast frame says beside its columns, in `meta.custom.headroom`; times in Unix milliseconds. The engine
 * writes it and the Forecast panel reads it.
 */
export interface ForecastFrameMeta extends Partial<ServedJson> {
  readonly kind: 'forecast';
  /** The last actual step; predictions begin one step after it. */
  readonly originMs: number;
  readonly stepMs: number;
  /** Present when the query has a capacity and this series found one. */
  readonly capacity?: number;
  readonly breach?: FrameBreach;
  /** Absent when there is no forecast: `missing` then says why. */
  readonly trust?: TrustJson;
  readonly notices?: readonly string[];
  readonly missing?: SeriesForecastJson['missing'];
}

/** When the series is likely to cross its capacity within the horizon, as the breach query answers it. */
export type FrameBreach = Required<
  Pick<SeriesBreachJson, 'state' | 'probability' | 'earliestMs' | 'medianMs' | 'latestMs'>
> & {
  /** Which way hurts. */
  readonly direction: 'up' | 'down';
  /** Latest value of the signal; `null` when there is none. */
  readonly current: JsonNumber;
  /** Chance that the breach has come by each predicted step. */
  readonly cumulative: readonly number[];
};

/** The metadata of a frame's `custom` part; `undefined` when the frame is no forecast of the engine. */
export function readForecastMeta(custom: unknown): ForecastFrameMeta | undefined {
  const { headroom } = (custom ?? {}) as { headroom?: Partial<ForecastFrameMeta> };
  return headroom?.kind === 'forecast' && Number.isFinite(headroom.originMs) && Number(headroom.stepMs) > 0
    ? (headroom as ForecastFrameMeta)
    : undefined;
}
