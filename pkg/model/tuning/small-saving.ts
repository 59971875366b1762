import type { Recommendation } from './types.ts';

/** Whether a change does nothing but save less than `least` a month, which few people want to roll out for. */
export function isSmallSaving(
  {
    outcome,
    purpose,
    cost,
  }: Pick<Recommendation, 'outcome' | 'purpose'> & { readonly cost: { readonly saving: number } },
  least: number
): boolean {
  return outcome === 'change' && purpose === 'saving' && cost.saving < least;
}
