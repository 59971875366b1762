import { exp, log } from '../stats/portable.ts';
import { seededRandom, type Random } from '../stats/random.ts';

const EULER = 0.5772156649015329;

/** How many trees, and how many rows each is grown on. */
export interface ForestOptions {
  /** Default 100. */
  readonly trees?: number;
  /** Rows drawn without replacement for each tree; default 256, the paper's. */
  readonly sample?: number;
  readonly seed: number;
}

/**
 * Isolation forest (Liu, Ting and Zhou, 2008): random cuts set odd rows apart sooner than common ones. Fitted once, read
 * by {@link score}. Rows are finite; what is missing is the caller's to fill. Fit: O(trees · sample · log sample), score:
 * O(trees · log sample).
 */
export class IsolationForest {
  private readonly dimensions: number;
  private readonly sample: number;
  private readonly seed: number;
  private usualPath = 0;
  private deepest = 0;
  /** Nodes of all trees; tree `k` starts at `k · perTree`. Children lie at `child` and `child + 1`. */
  private readonly perTree: number;
  private readonly feature: Int16Array;
  private readonly cut: Float64Array;
  private readonly child: Int32Array;
  /** Of a leaf: its depth and the path that its rows would still need. */
  private readonly path: Float64Array;
  /** Where a row is in each tree while it is scored. */
  private readonly places: Int32Array;

  /**
   * @param rows row-major, `count × dimensions`
   * @throws RangeError without a row
   */
  constructor(rows: Float64Array, dimensions: number, { trees = 100, sample = 256, seed }: ForestOptions) {
    this.dimensions = dimensions;
    this.sample = sample;
    this.seed = seed;
    this.perTree = 2 * sample;
    this.feature = new Int16Array(trees * this.perTree);
    this.cut = new Float64Array(trees * this.perTree);
    this.child = new Int32Array(trees * this.perTree);
    this.path = new Float64Array(trees * this.perTree);
    this.places = new Int32Array(trees);
    this.refit(rows);
  }

  /**
   * Forgets its rows and grows on others, as a new forest would, in the same memory.
   *
   * @throws RangeError without a row
   */
  refit(rows: Float64Array): void {
    const count = Math.floor(rows.length / this.dimensions);
    if (!(count > 0)) {
      throw new RangeError('An isolation forest needs at least one row.');
    }
    const size = Math.min(this.sample, count);
    this.usualPath = averagePath(size);
    this.deepest = Math.ceil(log(Math.max(2, size)) / Math.LN2 - 1e-12);
    const ground = new Ground(rows, this.dimensions, size, seededRandom(this.seed));
    for (let tree = 0; tree < this.places.length; tree++) {
      const node = tree * this.perTree;
      ground.draw();
      this.grow(ground, node, 0, size, 0, node + 1);
    }
  }

  /** Anomaly score of the row at `offset` of `rows`, within (0, 1): 0.5 is usual, towards 1 odd. */
  score(rows: Float64Array, offset = 0): number {
    const { feature, cut, child, path, places, perTree, deepest } = this;
    const trees = places.length;
    for (let tree = 0; tree < trees; tree++) {
      places[tree] = tree * perTree;
    }
    // All trees go down together: a processor follows several at a time. Who has arrived at a leaf stays there.
    for (let depth = 0; depth < deepest; depth++) {
      for (let tree = 0; tree < trees; tree++) {
        const node = places[tree]!;
        places[tree] = child[node]! + Number(rows[offset + feature[node]!]! >= cut[node]!);
      }
    }
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      sum += path[places[tree]!]!;
    }
    return this.usualPath > 0 ? powerOfHalf(sum / trees / this.usualPath) : 0.5;
  }

  /**
   * Grows the tree below a node on the rows from `from` to `to` of the ground's order.
   *
   * @param next first node that is free
   * @returns the same afterwards
   */
  private grow(ground: Ground, node: number, from: number, to: number, depth: number, next: number): number {
    if (depth === this.deepest || to - from < 2 || !ground.choose(from, to)) {
      // Nothing is beyond NaN: a row stays.
      this.cut[node] = NaN;
      this.child[node] = node;
      this.path[node] = depth + averagePath(to - from);
      return next;
    }
    const middle = ground.split(from, to);
    this.feature[node] = ground.feature;
    this.cut[node] = ground.cut;
    this.child[node] = next;
    const after = this.grow(ground, next + 1, middle, to, depth + 1, next + 2);
    return this.grow(ground, next, from, middle, depth + 1, after);
  }
}

/** The rows that a tree grows on, and the cut that was drawn last. */
class Ground {
  feature = 0;
  cut = 0;
  private readonly rows: Float64Array;
  private readonly dimensions: number;
  private readonly size: number;
  private readonly random: Random;
  /** Numbers of all rows; the first ones are the tree's. */
  private readonly order: Int32Array;
  /** The tree's rows as they were drawn, and their values, feature by feature. */
  private readonly drawn: Int32Array;
  private readonly columns: Float64Array;
  /** Places in `drawn`; those of a node lie together. */
  private readonly places: Int32Array;

  constructor(rows: Float64Array, dimensions: number, size: number, random: Random) {
    this.rows = rows;
    this.dimensions = dimensions;
    this.size = size;
    this.random = random;
    this.order = ascending(Math.floor(rows.length / dimensions));
    this.drawn = ascending(size);
    this.columns = new Float64Array(dimensions * size);
    this.places = ascending(size);
  }

  /** Draws the rows of the next tree (Fisher and Yates, stopped early), from where the last tree has left them. */
  draw(): void {
    const { rows, dimensions, size, order, drawn, columns, places, random } = this;
    for (let i = 0; i < size; i++) {
      order[i] = drawn[places[i]!]!;
    }
    for (let i = 0; i < size; i++) {
      const other = i + Math.floor(random.uniform() * (order.length - i));
      const row = order[other]!;
      order[other] = order[i]!;
      order[i] = row;
      drawn[i] = row;
      places[i] = i;
      for (let feature = 0; feature < dimensions; feature++) {
        columns[feature * size + i] = rows[row * dimensions + feature]!;
      }
    }
  }

  /** Draws a feature that is not constant over the rows of a node, and a cut; false: there is none. */
  choose(from: number, to: number): boolean {
    const { columns, dimensions, size, places, random } = this;
    const first = Math.floor(random.uniform() * dimensions);
    for (let i = 0; i < dimensions; i++) {
      const feature = (first + i) % dimensions;
      const column = feature * size;
      let least = Infinity;
      let most = -Infinity;
      for (let k = from; k < to; k++) {
        const value = columns[column + places[k]!]!;
        least = value < least ? value : least;
        most = value > most ? value : most;
      }
      if (most > least) {
        this.feature = feature;
        this.cut = most - random.uniform() * (most - least);
        return true;
      }
    }
    return false;
  }

  /** Moves the rows of a node that are below the cut to its front; where the others begin. */
  split(from: number, to: number): number {
    const { columns, size, places, feature, cut } = this;
    const column = feature * size;
    let middle = from;
    for (let i = from; i < to; i++) {
      const place = places[i]!;
      // Exchanges the two places if the value is below, without a branch, which no processor could foresee.
      const isBelow = Number(columns[column + place]! < cut);
      const swap = (place ^ places[middle]!) & -isBelow;
      places[i] = place ^ swap;
      places[middle]! ^= swap;
      middle += isBelow;
    }
    return middle;
  }
}

function ascending(count: number): Int32Array {
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    out[i] = i;
  }
  return out;
}

/** Mean depth at which a search in a binary tree of `count` values fails. */
function averagePath(count: number): number {
  if (count <= 2) {
    return count === 2 ? 1 : 0;
  }
  return 2 * (log(count - 1) + EULER) - (2 * (count - 1)) / count;
}

function powerOfHalf(exponent: number): number {
  return exp(-Math.LN2 * exponent);
}
