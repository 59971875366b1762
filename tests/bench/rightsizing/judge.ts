/** What happened to one machine after the decision. */
export interface Machine {
  readonly name: string;
  readonly stepMs: number;
  readonly known: Float64Array;
  readonly later: Float64Array;
  readonly capacity: number | undefined;
}

/** How limits fared, averaged over the machines, in percent. Less is better but for `saving`. */
export interface Measures {
  /** Samples, days and machines above the limit. */
  readonly over: number;
  readonly days: number;
  readonly series: number;
  /** Use above the limit as a share of all use. */
  readonly unmet: number;
  /** Limit less mean use, as a share of the later peak. */
  readonly slack: number;
  /** Of the capacity; NaN where it is not known. */
  readonly saving: number;
}

/** The names of the measures that are to be small. */
export const COSTS = ['over', 'days', 'series', 'unmet', 'slack'] as const;

const IDLE_SHARE = 0.01;
const DAY_MS = 86_400_000;
const LEAST_SAMPLES = 100;

/** The machines that can be judged: enough samples on both sides, and not idle afterwards. */
export function judgeable(machines: readonly Machine[]): Machine[] {
  const count = (values: Float64Array) => values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return machines.filter(
    ({ known, later, capacity }) =>
      count(known) >= LEAST_SAMPLES && count(later) >= LEAST_SAMPLES && largest(later) > IDLE_SHARE * (capacity ?? 0)
  );
}

/** The largest value that is a number. */
export function largest(values: Float64Array): number {
  return values.reduce((a, b) => (b > a ? b : a), -Infinity);
}

/** Judges one limit a machine, as the README of the right-sizing benchmark describes. */
export function judge(machines: readonly Machine[], limitOf: (machine: Machine) => number): Measures {
  const all = machines.map((machine) => judgeOne(machine, limitOf(machine)));
  const mean = (key: keyof Measures) => all.reduce((sum, one) => sum + one[key], 0) / all.length;
  return {
    over: mean('over'),
    days: mean('days'),
    series: mean('series'),
    unmet: mean('unmet'),
    slack: mean('slack'),
    saving: mean('saving'),
  };
}

function judgeOne({ later, capacity, stepMs }: Machine, decided: number): Measures {
  const limit = Math.max(decided, IDLE_SHARE * (capacity ?? 0));
  const known = later.filter((value) => !Number.isNaN(value));
  const day = Math.max(1, Math.floor(DAY_MS / stepMs));
  const days = Array.from({ length: Math.ceil(known.length / day) }, (_, i) => known.subarray(i * day, (i + 1) * day));
  const isOver = (value: number) => value > limit;
  const sum = known.reduce((a, b) => a + b, 0);
  const share = (count: number, of: number) => (100 * count) / of;
  return {
    over: share(known.filter(isOver).length, known.length),
    days: share(days.filter((one) => one.some(isOver)).length, days.length),
    series: known.some(isOver) ? 100 : 0,
    unmet: share(
      known.reduce((a, value) => a + Math.max(0, value - limit), 0),
      sum
    ),
    slack: share(limit - sum / known.length, largest(known)),
    saving: capacity === undefined ? NaN : share(capacity - limit, capacity),
  };
}
