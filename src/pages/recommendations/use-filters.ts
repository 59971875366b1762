import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { AdviceFilters } from '../../shared/tuning/advice-filters.ts';

/** The filters of the list as the address has them; a change of some goes into the address. */
export function useFilters(): readonly [AdviceFilters, (change: Partial<AdviceFilters>) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const set = (change: Partial<AdviceFilters>) =>
    setParams((current) => writeFilters({ ...readFilters(current), ...change }, current), { replace: true });
  return [filters, set];
}

function readFilters(params: URLSearchParams): AdviceFilters {
  return {
    namespace: params.get('namespace') ?? '',
    purpose: params.get('purpose') ?? '',
    state: params.get('state') ?? '',
    words: params.get('search') ?? '',
    isAll: params.get('all') === '1',
    isSmall: params.get('small') === '1',
  };
}

function writeFilters({ namespace, purpose, state, words, isAll, isSmall }: AdviceFilters, current: URLSearchParams) {
  const changed = new URLSearchParams(current);
  const entries = { namespace, purpose, state, search: words, all: isAll ? '1' : '', small: isSmall ? '1' : '' };
  for (const [name, value] of Object.entries(entries)) {
    if (value === '') {
      changed.delete(name);
    } else {
      changed.set(name, value);
    }
  }
  return changed;
}
