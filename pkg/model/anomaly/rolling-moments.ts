/**
 * Mean and standard deviation of the last finite values of a stream. Both are kept relative to the first value of the
 * window's last rebuild and rebuilt from the ring once a round, so that neither a large level nor a long stream costs
 * digits. O(1) a push, amortised.
 */
export class RollingMoments {
  private readonly ring: Float64Array;
  private count = 0;
  private next = 0;
  private origin = 0;
  private sum = 0;
  private squares = 0;

  constructor(window: number) {
    this.ring = new Float64Array(Math.max(1, Math.floor(window)));
  }

  get size(): number {
    return this.count;
  }

  /** The caller keeps NaN away. */
  push(value: number): void {
    if (this.count === this.ring.length) {
      const old = this.ring[this.next]! - this.origin;
      this.sum -= old;
      this.squares -= old * old;
    } else {
      this.count++;
    }
    this.ring[this.next] = value;
    this.next = this.next + 1 === this.ring.length ? 0 : this.next + 1;
    const distance = value - this.origin;
    this.sum += distance;
    this.squares += distance * distance;
    if (this.next === 0 || this.count === 1) {
      this.rebuild();
    }
  }

  /** NaN when empty. */
  mean(): number {
    return this.count === 0 ? NaN : this.origin + this.sum / this.count;
  }

  /** With n − 1 in the denominator; NaN below two values. */
  sd(): number {
    if (this.count < 2) {
      return NaN;
    }
    return Math.sqrt(Math.max(0, this.squares - (this.sum * this.sum) / this.count) / (this.count - 1));
  }

  private rebuild(): void {
    let total = 0;
    for (let i = 0; i < this.count; i++) {
      total += this.ring[i]!;
    }
    this.origin = total / this.count;
    this.sum = 0;
    this.squares = 0;
    for (let i = 0; i < this.count; i++) {
      const distance = this.ring[i]! - this.origin;
      this.sum += distance;
      this.squares += distance * distance;
    }
  }
}
