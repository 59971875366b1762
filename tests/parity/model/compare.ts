import type { ModelAnswer, ModelCase } from './answer.ts';

/** What two sides differ by. */
export interface Difference {
  /** The largest difference of two numbers over their scale. */
  readonly largest: number;
  /** The name of the case with it. */
  readonly worst: string;
  /** How many numbers were compared. */
  readonly compared: number;
  /** What differs in kind: words, lengths, or a number on one side only. */
  readonly breaks: readonly string[];
}

/** Of the level of a series: below it the last bits of its numbers would count as differences of its spread. */
const LEVEL_SHARE = 1e-6;

/** Compares the answers of two sides case by case: words to the letter, numbers by the spread of their series. */
export function compareAnswers(
  cases: readonly ModelCase[],
  left: readonly ModelAnswer[],
  right: readonly ModelAnswer[]
): Difference {
  const breaks: string[] = [];
  let largest = 0;
  let worst = 'none';
  let compared = 0;
  cases.forEach((one, i) => {
    const [a, b] = [left[i], right[i]];
    if (a === undefined || b === undefined || a.words !== b.words) {
      breaks.push(`${one.name}: ${a?.words} | ${b?.words}`);
      return;
    }
    const scale = scaleOf(one);
    const inUnit = largestOf(a.inUnit, b.inUnit, scale);
    const plain = largestOf(a.plain, b.plain, 1);
    if (!Number.isFinite(inUnit) || !Number.isFinite(plain)) {
      breaks.push(`${one.name}: a number on one side only`);
    }
    worst = Math.max(inUnit, plain) > largest ? one.name : worst;
    largest = Math.max(largest, inUnit, plain);
    compared += a.inUnit.length + a.plain.length;
  });
  return { largest, worst, compared, breaks };
}

/** The spread of a series, or what its level allows to tell apart. */
function scaleOf({ values }: ModelCase): number {
  const known = values.filter((value) => value !== null);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const level = LEVEL_SHARE * Math.max(Math.abs(least), Math.abs(most));
  return Math.max(most - least, level) || 1;
}

function largestOf(left: readonly (number | null)[], right: readonly (number | null)[], scale: number): number {
  if (left.length !== right.length) {
    return Infinity;
  }
  return left.reduce<number>((most, a, i) => Math.max(most, differenceOf(a, right[i] ?? null) / scale), 0);
}

function differenceOf(a: number | null, b: number | null): number {
  if (a === null || b === null) {
    return a === b ? 0 : Infinity;
  }
  return Math.abs(a - b);
}
