import type { RecommendationJson } from '#contract/recommendations.ts';
import { isSmallSaving } from '#model/tuning/small-saving.ts';
import { objectText, partText } from './advice-words.ts';

/** What the list is narrowed to; empty texts narrow nothing. */
export interface AdviceFilters {
  readonly namespace: string;
  readonly purpose: string;
  readonly state: string;
  readonly words: string;
  /** Also what needs no change, or cannot be judged. */
  readonly isAll: boolean;
  /** Also small savings that nobody has decided about. */
  readonly isSmall: boolean;
}

/**
 * The recommendations that are to be shown, in the same order.
 *
 * @param leastSaving the smallest saving a month that is no small one
 */
export function filterAdvice(
  all: readonly RecommendationJson[],
  filters: AdviceFilters,
  leastSaving: number
): RecommendationJson[] {
  const { namespace, purpose, state } = filters;
  const words = filters.words.toLowerCase().split(/\s+/);
  return all.filter(
    (one) =>
      isNews(one, filters, leastSaving) &&
      (namespace === '' || one.target.namespace === namespace) &&
      (purpose === '' || one.purpose === purpose) &&
      (state === '' || (one.outcome === 'change' && one.state === state)) &&
      words.every((word) => searchText(one).includes(word))
  );
}

/** A change that is more than a small saving, or one that somebody has decided about. */
function isNews(one: RecommendationJson, { isAll, isSmall }: AdviceFilters, leastSaving: number): boolean {
  return one.outcome === 'change' ? isSmall || one.state !== 'proposed' || !isSmallSaving(one, leastSaving) : isAll;
}

/** Namespaces that occur, by the alphabet. */
export function namespacesOf(all: readonly RecommendationJson[]): string[] {
  return [...new Set(all.map(({ target }) => target.namespace))].filter((name) => name !== '').sort();
}

function searchText({ target, findings }: RecommendationJson): string {
  return [objectText(target), partText(target), target.container ?? '', ...findings].join(' ').toLowerCase();
}
