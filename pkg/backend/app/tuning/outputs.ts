import { toDiff } from '#model/tuning/output/diff.ts';
import { toJson } from '#model/tuning/output/json.ts';
import { toPatch } from '#model/tuning/output/patch.ts';
import { toMarkdown } from '#model/tuning/output/report.ts';
import type { Recommendation } from '#model/tuning/types.ts';

/** The same change in every form that it can be taken away in. */
export interface Outputs {
  readonly patch: string;
  readonly diff: string;
  readonly json: string;
  readonly markdown: string;
}

/** Writes recommendations in every form; those without a change stand in the report and the JSON only. */
export function outputsOf(recommendations: readonly Recommendation[]): Outputs {
  return {
    patch: toPatch(recommendations),
    diff: recommendations.map(toDiff).join(''),
    json: toJson(recommendations),
    markdown: toMarkdown(recommendations),
  };
}
