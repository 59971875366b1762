import { SortedWindow } from './sorted-window.ts';

/** Past cycles whose median is the seasonal expectation, and the neighbours of each phase that count too. */
const CYCLES = 8;
const NEIGHBOURS = 1;
/** Values of the running median that follows the series closely. */
const LOCAL_WINDOW = 50;
/** Errors that a candidate must have shown before it is chosen. */
const TRIALS = 20;
/** Most that one error counts, in robust standard deviations of the series. */
const ERROR_LIMIT = 3;

/** What to expect of the next sample. */
export interface Expected {
  /** By habit: the median of the same phase of past cycles, or of the whole window where no season has proved better. */
  usual: number;
  /** By whichever candidate has erred least lately, the running median of the last samples among them. */
  nearest: number;
  /** Which habit `usual` is of, and what every one expects, the long median first; NaN where one knows nothing. */
  source: number;
  readonly habits: readonly { readonly value: number }[];
}

/** How far a candidate has been off lately: a mean of absolute errors that forgets. */
interface Candidate {
  error: number;
  weight: number;
  value: number;
}

function newCandidate(): Candidate {
  return { error: 0, weight: 0, value: NaN };
}

/**
 * The causal seasonal decomposition of a stream: candidates for the next value (long median, running median, one median
 * a season) compete by their past errors, so that a season needs no test: it is used once it has proved better. A gap is
 * skipped. O(cycles) a sample.
 */
export class Expectation {
  private readonly values: Float64Array;
  private readonly shifts: Int32Array | undefined;
  private readonly seasons: readonly number[];
  private readonly level: Candidate = newCandidate();
  private readonly latest: Candidate = newCandidate();
  private readonly seasonal: readonly Candidate[];
  /** All of them: of those that have erred alike the first is preferred. */
  private readonly candidates: readonly Candidate[];
  private readonly local = new SortedWindow(LOCAL_WINDOW);
  private readonly forget: number;
  private readonly buffer = new Float64Array(CYCLES * (2 * NEIGHBOURS + 1));
  /** The latest answer of {@link at}. */
  readonly current: Expected;

  /**
   * @param values the whole series; only what precedes the asked index is read
   * @param seasons lengths in steps
   * @param shifts by how many steps the wall clock is ahead of the index at each sample; absent: never
   */
  constructor(values: Float64Array, seasons: readonly number[], shifts: Int32Array | undefined) {
    this.values = values;
    this.seasons = seasons;
    this.shifts = shifts;
    this.seasonal = seasons.map(newCandidate);
    this.candidates = [this.level, this.latest, ...this.seasonal];
    this.current = { usual: NaN, nearest: NaN, source: 0, habits: [this.level, ...this.seasonal] };
    this.forget = 1 - 1 / Math.max(LOCAL_WINDOW, seasons[0] ?? 0);
  }

  /** The expectation for `index`; the same object every time. */
  at(index: number, longMedian: number): Expected {
    const { level, latest, seasonal, seasons, current } = this;
    level.value = longMedian;
    latest.value = this.local.size > 0 ? this.local.median() : longMedian;
    for (let i = 0; i < seasons.length; i++) {
      seasonal[i]!.value = this.seasonalMedian(index, seasons[i]!);
    }
    const season = best(seasonal);
    const usual = season !== undefined && meanError(season) < meanError(level) ? season : level;
    current.usual = usual.value;
    current.source = current.habits.indexOf(usual);
    current.nearest = best(this.candidates)?.value ?? longMedian;
    return current;
  }

  /** Learns the value that {@link at} was asked for. */
  learn(value: number, scale: number): void {
    const limit = scale > 0 ? ERROR_LIMIT * scale : Infinity;
    for (const candidate of this.candidates) {
      if (!Number.isNaN(candidate.value)) {
        candidate.error = candidate.error * this.forget + Math.min(Math.abs(value - candidate.value), limit);
        candidate.weight = candidate.weight * this.forget + 1;
      }
    }
    this.local.push(value);
  }

  private seasonalMedian(index: number, season: number): number {
    let count = 0;
    for (let cycle = 1; cycle <= CYCLES; cycle++) {
      const place = this.sameTimeBefore(index, cycle * season);
      for (let near = place - NEIGHBOURS; near <= place + NEIGHBOURS; near++) {
        const value = near >= 0 && near < index ? this.values[near]! : NaN;
        if (!Number.isNaN(value)) {
          this.buffer[count++] = value;
        }
      }
    }
    return medianOfFew(this.buffer, count);
  }

  /** The index that the wall clock had so many steps ago. */
  sameTimeBefore(index: number, steps: number): number {
    if (this.shifts === undefined || steps > index) {
      return index - steps;
    }
    return index - steps + this.shifts[index]! - this.shifts[index - steps]!;
  }
}

/** Whichever known candidate has erred least. */
function best(candidates: readonly Candidate[]): Candidate | undefined {
  let found: Candidate | undefined;
  for (const one of candidates) {
    const isTried = !Number.isNaN(one.value) && one.weight >= TRIALS;
    if (isTried && (found === undefined || meanError(one) < meanError(found))) {
      found = one;
    }
  }
  return found;
}

function meanError({ error, weight }: Candidate): number {
  return weight > 0 ? error / weight : Infinity;
}

/** The median of the first values, sorted in place by insertion; NaN of none. */
function medianOfFew(values: Float64Array, count: number): number {
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= 0 && values[j]! > value; j--) {
      values[j + 1] = values[j]!;
    }
    values[j + 1] = value;
  }
  const half = count >> 1;
  return count === 0 ? NaN : count % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}
