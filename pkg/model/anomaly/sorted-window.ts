import { quantileOfSorted } from '../stats/quantile.ts';

/** Makes a median absolute deviation the standard deviation of a normal distribution: 1 / Φ⁻¹(0.75). */
export const MAD_TO_SD = 1.482602218505602;

/** By how much memory grows when it is full. */
const GROWTH = 4;

/**
 * The last finite values of a stream in ascending order, for medians, quantiles and the MAD of a window that moves.
 * A push finds its place by bisection and moves the values between the place of the value that leaves and its own:
 * one `memmove`, O(window) but some 0.2 µs for 8,000 values. Reads are O(1), the MAD O(log n), mostly O(1).
 */
export class SortedWindow {
  private readonly capacity: number;
  private sorted: Float64Array;
  /** The same values in the order of arrival, a ring. */
  private ring: Float64Array;
  private next = 0;
  private count = 0;
  /** Where the values nearest to a centre began last time: seldom far from where they begin now. */
  private nearestStart = 0;
  private ownMad = NaN;
  private isMadKnown = false;

  /** @param capacity most values kept; memory grows with what came, up to it. */
  constructor(capacity: number) {
    this.capacity = Math.max(1, Math.floor(capacity));
    const start = Math.min(this.capacity, 64);
    this.sorted = new Float64Array(start);
    this.ring = new Float64Array(start);
  }

  get size(): number {
    return this.count;
  }

  /** Takes a value in and, when full, lets the oldest go. The caller keeps NaN away. */
  push(value: number): void {
    if (this.count === this.capacity) {
      this.replace(this.ring[this.next]!, value);
    } else {
      this.insert(value);
    }
    this.ring[this.next] = value;
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
    this.isMadKnown = false;
  }

  /** Type 7 quantile, as {@link quantileOfSorted}; NaN when empty. */
  quantile(p: number): number {
    return quantileOfSorted(this.sorted, p, this.count);
  }

  median(): number {
    return this.quantile(0.5);
  }

  /** The values in ascending order; a view that the next push changes. */
  values(): Float64Array {
    return this.sorted.subarray(0, this.count);
  }

  /** The values in the order of arrival, as a copy. */
  arrivals(): Float64Array {
    const start = this.count < this.capacity ? 0 : this.next;
    return Float64Array.from({ length: this.count }, (_, i) => this.ring[(start + i) % this.capacity]!);
  }

  /** Number of values below `value`. */
  rank(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Number of values up to `value`. */
  private rankAfter(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The median of the distances from the median, not scaled; NaN when empty. */
  mad(): number {
    if (!this.isMadKnown) {
      this.ownMad = this.medianDistance(this.median());
      this.isMadKnown = true;
    }
    return this.ownMad;
  }

  private medianDistance(centre: number): number {
    const { sorted, count } = this;
    if (count === 0) {
      return NaN;
    }
    // The values that are as near as the median distance are neighbours; it is the distance of the farther end.
    const others = count >> 1;
    const start = this.startOfNearest(others + 1, centre);
    const low = centre - sorted[start]!;
    const high = sorted[start + others]! - centre;
    const upper = Math.max(low, high, 0);
    if (count % 2 === 1) {
      return upper;
    }
    const lower =
      low > high
        ? Math.max(centre - sorted[start + 1]!, high, 0)
        : Math.max(low, sorted[start + others - 1]! - centre, 0);
    return (upper + lower) / 2;
  }

  /**
   * Where the values nearest to the centre begin: the first place from which on the one before the stretch is farther off
   * than the one behind it. Looks around where it was last time in steps that double, then bisects.
   */
  private startOfNearest(size: number, centre: number): number {
    const { sorted, count } = this;
    let low = 0;
    let high = count - size;
    let place = Math.min(this.nearestStart, high - 1);
    for (let step = 1; low < high; step *= 2) {
      if (centre - sorted[place]! > sorted[place + size]! - centre) {
        low = place + 1;
        place = Math.min(place + step, (low + high) >> 1);
      } else {
        high = place;
        place = Math.max(place - step, (low + high) >> 1);
      }
    }
    this.nearestStart = low;
    return low;
  }

  private insert(value: number): void {
    if (this.count === this.sorted.length) {
      this.grow();
    }
    // Behind all that are alike, as few move then: many windows hold mostly zeros.
    const place = this.rankAfter(value);
    this.sorted.copyWithin(place + 1, place, this.count);
    this.sorted[place] = value;
    this.count++;
  }

  private replace(old: number, value: number): void {
    if (value > old) {
      const from = this.rankAfter(old) - 1;
      const to = this.rank(value) - 1;
      this.sorted.copyWithin(from, from + 1, to + 1);
      this.sorted[to] = value;
    } else if (value < old) {
      const from = this.rank(old);
      const to = this.rankAfter(value);
      this.sorted.copyWithin(to + 1, to, from);
      this.sorted[to] = value;
    }
  }

  private grow(): void {
    const length = Math.min(this.capacity, GROWTH * this.sorted.length);
    const [sorted, ring] = [new Float64Array(length), new Float64Array(length)];
    sorted.set(this.sorted);
    ring.set(this.ring);
    this.sorted = sorted;
    this.ring = ring;
  }
}
