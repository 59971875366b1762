import { keyOf, uniform } from '../../pkg/sample/random.ts';

/** Random choices that a seed and a name repeat. */
export class Draw {
  private readonly key: number;
  private count = 0;

  constructor(seed: number, name: string) {
    this.key = keyOf(seed, name);
  }

  /** A number of [min, max). */
  between(min: number, max: number): number {
    return min + (max - min) * uniform(this.key, this.count++);
  }

  /** An integer of [0, below). */
  below(below: number): number {
    return Math.floor(this.between(0, below));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) {
      throw new Error('There is nothing to choose from.');
    }
    return item;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.between(0, 1) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }
}
