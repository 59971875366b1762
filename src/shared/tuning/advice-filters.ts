import type { RecommendationJson } from '#contract/recommendations.ts';
import { objectText, partText } from './advice-words.ts';

/** What the list is narrowed to; empty texts narrow nothing. */
export interface AdviceFilters {
  readonly namespace: string;
  readonly purpose: string;
  readonly state: string;
  readonly words: string;
  /** Also what needs no change, or cannot be judged. */
  readonly isAll: boolean;
}

/** The recommendations that are to be shown, in the same order. */
export function filterAdvice(all: readonly RecommendationJson[], filters: AdviceFilters): RecommendationJson[] {
  const { namespace, purpose, state, isAll } = filters;
  const words = filters.words.toLowerCase().split(/\s+/);
  return all.filter(
    (one) =>
      (isAll || one.outcome === 'change') &&
      (namespace === '' || one.target.namespace === namespace) &&
      (purpose === '' || one.purpose === purpose) &&
      (state === '' || (one.outcome === 'change' && one.state === state)) &&
      words.every((word) => searchText(one).includes(word))
  );
}

/** Namespaces that occur, by the alphabet. */
export function namespacesOf(all: readonly RecommendationJson[]): string[] {
  return [...new Set(all.map(({ target }) => target.namespace))].filter((name) => name !== '').sort();
}

function searchText({ target, findings }: RecommendationJson): string {
  return [objectText(target), partText(target), target.container ?? '', ...findings].join(' ').toLowerCase();
}
