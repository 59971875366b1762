import { HeadroomError } from '#contract/errors.ts';
import { authorize, type Context } from '../context.ts';
import { loadAdvice } from './advice.ts';
import { readStandings } from './decisions.ts';
import type { AdviceDeps } from './list.ts';
import { outputsOf } from './outputs.ts';

const TYPES = {
  patch: 'application/yaml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
} as const;

/** A form that recommendations can be taken away in. */
export type ExportFormat = keyof typeof TYPES;

/**
 * Recommendations as one text: those named, else all that are approved.
 *
 * @throws HeadroomError `not_found` when there is nothing to export
 */
export async function exportRecommendations(
  ctx: Context,
  deps: AdviceDeps,
  format: ExportFormat,
  ids: string
): Promise<{ readonly type: string; readonly body: string }> {
  authorize(ctx, 'recommendation.read');
  const named = new Set(ids.split(',').filter((id) => id !== ''));
  const standing = await readStandings(ctx, deps);
  const chosen = ((await loadAdvice(ctx, deps.blobs))?.recommendations ?? []).filter(
    (one) => one.outcome === 'change' && (named.size > 0 ? named.has(one.id) : standing(one).state === 'approved')
  );
  if (chosen.length === 0) {
    throw new HeadroomError('not_found', 'There is nothing to export.', {
      field: 'ids',
      remedy: 'Approve recommendations first, or name some that are a change.',
    });
  }
  return { type: TYPES[format], body: outputsOf(chosen)[format] };
}
