import type { Recommendation } from '../types.ts';
import { patchOf } from './patch.ts';
import { toYaml } from './yaml.ts';

/**
 * The change of one recommendation as a diff of YAML: lines of its object with the amounts it has now (`-`), will have
 * (`+`) and around them (a blank). An amount that is not set has no line. Empty without a change or for unknown kinds.
 */
export function toDiff(recommendation: Recommendation): string {
  const [before, after] = (['before', 'after'] as const).map((side) => {
    const patch = patchOf([recommendation], (change) => change[side]);
    return patch === undefined ? [] : withoutUnset(toYaml(patch).trimEnd().split('\n'));
  });
  return recommendation.outcome === 'change'
    ? diffLines(before!, after!)
        .map((line) => `${line}\n`)
        .join('')
    : '';
}

/** Leaves out amounts that are not set, and the `requests` or `limits` that hold nothing else. */
function withoutUnset(lines: readonly string[]): string[] {
  const set = lines.filter((line) => !line.endsWith(': null'));
  return set.filter((line, i) => !/^ +(requests|limits):$/.test(line) || indent(set[i + 1]) > indent(line));
}

function indent(line: string | undefined): number {
  return line === undefined ? -1 : line.length - line.trimStart().length;
}

/** Shortest edit script by the longest common subsequence. O(n · m), for texts of some twenty lines. */
function diffLines(before: readonly string[], after: readonly string[]): string[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        before[i] === after[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      out.push(` ${before[i]}`);
      i++;
      j++;
    } else if (i < before.length && (j === after.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      out.push(`-${before[i]}`);
      i++;
    } else {
      out.push(`+${after[j]}`);
      j++;
    }
  }
  return out;
}
