/** How long and from where a search goes. */
export interface SimplexSearch {
  /** Where to start; also the number of variables. */
  readonly start: readonly number[];
  /** Ends of every variable; points beyond are moved to the nearest allowed one. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Distance of the first simplex' corners from the start, as a share of each variable's range. */
  readonly size: number;
  /** Most evaluations of the function, give or take a shrink. */
  readonly evaluations: number;
  /** Ends early when the corners' values differ by less than this share of the best. */
  readonly tolerance: number;
}

/** Significant digits of a value that count: the last bits, which differ between platforms and scales, decide nothing. */
const DIGITS = 12;

interface Corner {
  readonly point: Float64Array;
  readonly value: number;
}

/**
 * The downhill simplex of Nelder and Mead (1965) within a box, with the usual coefficients (reflection 1, expansion 2,
 * contraction and shrinking ½). Deterministic: values that agree to 12
 * digits count as equal. A value that is not a number counts as infinite. The function must not
 * keep the array it is given.
 */
export function minimiseSimplex(objective: (point: Float64Array) => number, search: SimplexSearch): Corner {
  const { evaluations, tolerance } = search;
  let used = 0;
  const evaluate = (point: Float64Array): Corner => {
    used++;
    for (let i = 0; i < point.length; i++) {
      point[i] = Math.min(Math.max(point[i]!, search.lower[i]!), search.upper[i]!);
    }
    const value = objective(point);
    return { point, value: Number.isNaN(value) ? Infinity : Number(value.toPrecision(DIGITS)) };
  };
  let simplex = firstSimplex(search).map(evaluate).sort(byValue);
  while (used < evaluations && !settled(simplex, tolerance)) {
    const better = betterCorner(simplex, evaluate);
    if (better === undefined) {
      const best = simplex[0]!;
      simplex = [best, ...simplex.slice(1).map(({ point }) => evaluate(between(best.point, point, 0.5)))];
    } else {
      simplex[simplex.length - 1] = better;
    }
    simplex.sort(byValue);
  }
  return simplex[0]!;
}

function byValue(a: Corner, b: Corner): number {
  return a.value - b.value || 0;
}

function settled(simplex: readonly Corner[], tolerance: number): boolean {
  const best = simplex[0]!.value;
  return !(simplex.at(-1)!.value - best > tolerance * Math.abs(best));
}

/** The start and one corner beside it along each variable, towards the farther end. */
function firstSimplex({ start, lower, upper, size }: SimplexSearch): Float64Array[] {
  const corners = [Float64Array.from(start)];
  start.forEach((from, i) => {
    const corner = Float64Array.from(start);
    const towardsUpper = upper[i]! - from >= from - lower[i]!;
    corner[i] = from + (towardsUpper ? size : -size) * (upper[i]! - lower[i]!);
    corners.push(corner);
  });
  return corners;
}

/** A replacement for the worst corner, or `undefined` when the simplex has to shrink. */
function betterCorner(simplex: readonly Corner[], evaluate: (point: Float64Array) => Corner): Corner | undefined {
  const worst = simplex.at(-1)!;
  const centre = new Float64Array(worst.point.length);
  for (const { point } of simplex.slice(0, -1)) {
    point.forEach((value, i) => (centre[i]! += value / centre.length));
  }
  const reflected = evaluate(between(centre, worst.point, -1));
  if (reflected.value < simplex[0]!.value) {
    const expanded = evaluate(between(centre, worst.point, -2));
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < simplex.at(-2)!.value) {
    return reflected;
  }
  const outside = reflected.value < worst.value;
  const contracted = evaluate(between(centre, worst.point, outside ? -0.5 : 0.5));
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : undefined;
}

function between(from: Float64Array, to: Float64Array, share: number): Float64Array {
  return from.map((value, i) => value + share * (to[i]! - value));
}
