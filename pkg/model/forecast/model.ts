import type { SharedRidge } from './shared-ridge.ts';

/** A series made ready for models: no gaps, seasons known, scaled to about unit spread. */
export interface Training {
  /** Gaps filled; see {@link observed} for what is real. */
  readonly values: Float64Array;
  /** 1 where the value was observed, 0 where it was filled in. */
  readonly observed: Uint8Array;
  /** Season lengths in whole steps, strongest first. */
  readonly seasons: readonly number[];
  /** Of a series that is forecast together with others. */
  readonly together?: Together;
}

/** What the series that are forecast together taught, and where this one stands in time. */
export interface Together {
  readonly ridge: SharedRidge;
  readonly stepMs: number;
  /** Time of the step after the last value, Unix milliseconds. */
  readonly endMs: number;
}

/** A fitted model: predicts the steps after the last value it was fitted to. */
export interface FittedModel {
  /** The next `horizon` values, all finite. */
  predict(horizon: number): Float64Array;
}

/** A way to forecast, not yet fitted. */
export interface Model {
  /** As users write it. */
  readonly name: string;
  /**
   * Fits the model to the first `end` values for every `end`, ascending: a rolling backtest shares its work this way.
   * `undefined` where the model needs more history. Never fails on finite values.
   *
   * @param horizon the most steps that will be asked of a fitted model; direct models fit each of them
   */
  fit(training: Training, ends: readonly number[], horizon?: number): readonly (FittedModel | undefined)[];
}

/** Fits to all values. */
export function fitAll(model: Model, training: Training): FittedModel | undefined {
  return model.fit(training, [training.values.length])[0];
}

/** A model whose fits share nothing. */
export function independentFits(
  name: string,
  fitOne: (training: Training, end: number) => FittedModel | undefined
): Model {
  return { name, fit: (training, ends) => ends.map((end) => fitOne(training, end)) };
}
