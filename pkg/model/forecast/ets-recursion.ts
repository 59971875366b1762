/** Smoothing parameters of an additive exponential smoothing model, as in Hyndman et al., 2008. */
export interface EtsParameters {
  /** Weight of an error in the level. */
  readonly alpha: number;
  /** Weight of an error in the slope; 0 without a trend. */
  readonly beta: number;
  /** Weight of an error in the season; 0 without a season. */
  readonly gamma: number;
  /** What remains of the slope after a step; 0 without a trend. */
  readonly phi: number;
}

/** Level, slope and season before a value; `season[0]` is due next. */
export interface EtsState {
  readonly level: number;
  readonly slope: number;
  /** One value a phase; a single 0 without a season. */
  readonly season: Float64Array;
}

/** What a run over the values leaves behind. */
export interface EtsRun {
  /** After the last value. */
  readonly state: EtsState;
  /** Mean squared error of the predictions `lead` steps ahead. */
  readonly meanSquare: number;
}

/**
 * Runs ETS(A, Ad or N, A or N) over the values: `ŷ = l + φb + s`, then with the one-step error e
 * `l ← l + φb + αe`, `b ← φb + βe`, `s ← s + γe` (Hyndman, Koehler, Ord and Snyder, 2008, table 2.3). O(n).
 *
 * @param lead how many steps ahead the predictions are judged; 1 is what maximum likelihood does; at most the number of
 *   values
 */
export function runEts(
  values: Float64Array,
  { alpha, beta, gamma, phi }: EtsParameters,
  start: EtsState,
  lead: number
): EtsRun {
  const period = start.season.length;
  const season = start.season.slice();
  const judged = values.length - lead + 1;
  const reach = dampedSteps(phi, lead);
  const ahead = (lead - 1) % period;
  let { level, slope } = start;
  let phase = 0;
  let squares = 0;
  for (let t = 0; t < values.length; t++) {
    if (t < judged) {
      const due = phase + ahead < period ? phase + ahead : phase + ahead - period;
      const miss = values[t + lead - 1]! - level - reach * slope - season[due]!;
      squares += miss * miss;
    }
    const base = level + phi * slope;
    const error = values[t]! - base - season[phase]!;
    level = base + alpha * error;
    slope = phi * slope + beta * error;
    season[phase]! += gamma * error;
    phase = phase + 1 === period ? 0 : phase + 1;
  }
  const turned = Float64Array.from(season, (_, i) => season[(phase + i) % period]!);
  return { state: { level, slope, season: turned }, meanSquare: squares / judged };
}

/** φ + φ² + … over a number of steps. */
function dampedSteps(phi: number, steps: number): number {
  let [sum, power] = [0, phi];
  for (let i = 0; i < steps; i++) {
    sum += power;
    power *= phi;
  }
  return sum;
}

/** The next `horizon` values from a state: the slope fades by φ every step, the season repeats. */
export function etsPath({ level, slope, season }: EtsState, phi: number, horizon: number): Float64Array {
  const out = new Float64Array(horizon);
  let current = level;
  let rise = slope;
  for (let step = 0; step < horizon; step++) {
    rise *= phi;
    current += rise;
    out[step] = current + season[step % season.length]!;
  }
  return out;
}
