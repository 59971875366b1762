import { exp, log } from '../stats/portable.ts';
import { seededRandom, type Random } from '../stats/random.ts';

const EULER = 0.5772156649015329;
const LEAF = -1;

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
  private readonly trees: number;
  private readonly usualPath: number;
  /** Nodes of all trees; tree `k` starts at `k · perTree`. Children lie at `child` and `child + 1`. */
  private readonly perTree: number;
  private readonly feature: Int16Array;
  private readonly cut: Float64Array;
  private readonly child: Int32Array;

  /**
   * @param rows row-major, `count × dimensions`
   * @throws RangeError without a row
   */
  constructor(rows: Float64Array, dimensions: number, { trees = 100, sample = 256, seed }: ForestOptions) {
    const count = Math.floor(rows.length / dimensions);
    if (!(count > 0)) {
      throw new RangeError('An isolation forest needs at least one row.');
    }
    const size = Math.min(sample, count);
    this.dimensions = dimensions;
    this.trees = trees;
    this.usualPath = averagePath(size);
    this.perTree = 2 * size;
    this.feature = new Int16Array(trees * this.perTree).fill(LEAF);
    this.cut = new Float64Array(trees * this.perTree);
    this.child = new Int32Array(trees * this.perTree);
    const random = seededRandom(seed);
    const order = Int32Array.from({ length: count }, (_, i) => i);
    for (let tree = 0; tree < trees; tree++) {
      drawFirst(order, size, random);
      this.grow(rows, order.subarray(0, size), tree * this.perTree, random);
    }
  }

  /** Anomaly score of the row at `offset` of `rows`, within (0, 1): 0.5 is usual, towards 1 odd. */
  score(rows: Float64Array, offset = 0): number {
    const { feature, cut, child, perTree } = this;
    const end = this.trees * perTree;
    let path = 0;
    for (let root = 0; root < end; root += perTree) {
      let node = root;
      let depth = 0;
      for (let by = feature[node]!; by !== LEAF; by = feature[node]!) {
        node = child[node]! + (rows[offset + by]! < cut[node]! ? 0 : 1);
        depth++;
      }
      path += depth + cut[node]!;
    }
    return this.usualPath > 0 ? powerOfHalf(path / this.trees / this.usualPath) : 0.5;
  }

  /** Grows one tree; a leaf keeps in `cut` the path that its rows would still need. */
  private grow(rows: Float64Array, drawn: Int32Array, root: number, random: Random): void {
    const limit = Math.ceil(log(Math.max(2, drawn.length)) / Math.LN2 - 1e-12);
    const stack = [{ node: root, from: 0, to: drawn.length, depth: 0 }];
    const chosen = { feature: LEAF, least: 0, most: 0 };
    let next = root + 1;
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { node, from, to, depth } = top;
      const part = drawn.subarray(from, to);
      if (depth === limit || part.length < 2 || !this.choose(rows, part, chosen, random)) {
        this.cut[node] = averagePath(part.length);
        continue;
      }
      const cut = chosen.most - random.uniform() * (chosen.most - chosen.least);
      const middle = from + partition(rows, part, this.dimensions, chosen.feature, cut);
      this.feature[node] = chosen.feature;
      this.cut[node] = cut;
      this.child[node] = next;
      stack.push({ node: next, from, to: middle, depth: depth + 1 });
      stack.push({ node: next + 1, from: middle, to, depth: depth + 1 });
      next += 2;
    }
  }

  /** Chooses at random a feature that is not constant over the rows, and its range; false: there is none. */
  private choose(rows: Float64Array, part: Int32Array, chosen: Chosen, random: Random): boolean {
    const first = Math.floor(random.uniform() * this.dimensions);
    for (let i = 0; i < this.dimensions; i++) {
      const feature = (first + i) % this.dimensions;
      let least = Infinity;
      let most = -Infinity;
      for (let k = 0; k < part.length; k++) {
        const value = rows[part[k]! * this.dimensions + feature]!;
        least = value < least ? value : least;
        most = value > most ? value : most;
      }
      if (most > least) {
        chosen.feature = feature;
        chosen.least = least;
        chosen.most = most;
        return true;
      }
    }
    return false;
  }
}

interface Chosen {
  feature: number;
  least: number;
  most: number;
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

/** Puts a random choice of rows first (Fisher and Yates, stopped early). */
function drawFirst(order: Int32Array, size: number, random: Random): void {
  for (let i = 0; i < size; i++) {
    const other = i + Math.floor(random.uniform() * (order.length - i));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
}

/** Moves the rows below the cut to the front; how many they are. */
function partition(rows: Float64Array, part: Int32Array, dimensions: number, feature: number, cut: number): number {
  let middle = 0;
  for (let i = 0; i < part.length; i++) {
    const row = part[i]!;
    if (rows[row * dimensions + feature]! < cut) {
      part[i] = part[middle]!;
      part[middle++] = row;
    }
  }
  return middle;
}
