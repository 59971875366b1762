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

/** Place of the long median among the candidates. */
const LEVEL = 0;

/** What to expect of the next sample. */
export interface Expected {
  /** By habit: the median of the same phase of past cycles, or of the whole window where no season has proved better. */
  usual: number;
  /** By whichever candidate has erred least lately, the running median of the last samples among them. */
  nearest: number;
  /** Which candidate `usual` is of, and what every one of them expects; NaN where one knows nothing. */
  source: number;
  readonly candidates: readonly { readonly value: number }[];
}

/** How far a candidate has been off lately: a mean of absolute errors that forgets. */
interface Candidate {
  error: number;
  weight: number;
  value: number;
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
  private readonly candidates: Candidate[];
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
    this.candidates = Array.from({ length: 2 + seasons.length }, () => ({ error: 0, weight: 0, value: NaN }));
    this.current = { usual: NaN, nearest: NaN, source: LEVEL, candidates: this.candidates };
    this.forget = 1 - 1 / Math.max(LOCAL_WINDOW, seasons[0] ?? 0);
  }

  /** The expectation for `index`; the same object every time. */
  at(index: number, longMedian: number): Expected {
    const [level, local] = this.candidates as [Candidate, Candidate];
    level.value = longMedian;
    local.value = this.local.size > 0 ? this.local.median() : longMedian;
    this.seasons.forEach((season, i) => {
      this.candidates[2 + i]!.value = this.seasonalMedian(index, season);
    });
    const seasonal = best(this.candidates, 2);
    const usual = seasonal !== undefined && meanError(seasonal) < meanError(level) ? seasonal : level;
    this.current.usual = usual.value;
    this.current.source = this.candidates.indexOf(usual);
    this.current.nearest = best(this.candidates, 0)?.value ?? longMedian;
    return this.current;
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

function best(candidates: readonly Candidate[], from: number): Candidate | undefined {
  let found: Candidate | undefined;
  for (let i = from; i < candidates.length; i++) {
    const one = candidates[i]!;
    if (
      !Number.isNaN(one.value) &&
      one.weight >= TRIALS &&
      (found === undefined || meanError(one) < meanError(found))
    ) {
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
