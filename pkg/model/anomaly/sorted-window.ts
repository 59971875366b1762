import { quantileOfSorted } from '../stats/quantile.ts';

/** Makes a median absolute deviation the standard deviation of a normal distribution: 1 / Φ⁻¹(0.75). */
export const MAD_TO_SD = 1.482602218505602;

/**
 * The last finite values of a stream in ascending order, for medians, quantiles and the MAD of a window that moves.
 * A push finds its place by bisection and moves the values between the place of the value that leaves and its own:
 * one `memmove`, O(window) but some 2 µs for 10,000 values. Reads are O(1), the MAD O(log² n).
 */
export class SortedWindow {
  private readonly capacity: number;
  private sorted: Float64Array;
  /** The same values in the order of arrival, a ring. */
  private ring: Float64Array;
  private next = 0;
  private count = 0;

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
      if (this.count === this.sorted.length) {
        this.grow();
      }
      const place = this.rank(value);
      this.sorted.copyWithin(place + 1, place, this.count);
      this.sorted[place] = value;
      this.count++;
    }
    this.ring[this.next] = value;
    this.next = this.next + 1 === this.capacity ? 0 : this.next + 1;
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

  /** The median of the distances from `centre` (default: the median), not scaled; NaN when empty. */
  mad(centre = this.median()): number {
    if (this.count === 0) {
      return NaN;
    }
    const upper = this.nearest(this.count >> 1, centre);
    return this.count % 2 === 1 ? upper : (upper + this.nearest((this.count >> 1) - 1, centre)) / 2;
  }

  /** The k-th smallest distance from `centre`, k from 0. The k + 1 nearest values are neighbours: bisects their start. */
  private nearest(k: number, centre: number): number {
    const { sorted } = this;
    let low = 0;
    let high = this.count - k - 1;
    while (low < high) {
      const start = (low + high) >> 1;
      if (centre - sorted[start]! > sorted[start + k + 1]! - centre) {
        low = start + 1;
      } else {
        high = start;
      }
    }
    return Math.max(centre - sorted[low]!, sorted[low + k]! - centre, 0);
  }

  private replace(old: number, value: number): void {
    const from = this.rank(old);
    const to = this.rank(value);
    if (to > from) {
      this.sorted.copyWithin(from, from + 1, to);
      this.sorted[to - 1] = value;
    } else {
      this.sorted.copyWithin(to + 1, to, from);
      this.sorted[to] = value;
    }
  }

  private grow(): void {
    const length = Math.min(this.capacity, 2 * this.sorted.length);
    const [sorted, ring] = [new Float64Array(length), new Float64Array(length)];
    sorted.set(this.sorted);
    ring.set(this.ring);
    this.sorted = sorted;
    this.ring = ring;
  }
}
