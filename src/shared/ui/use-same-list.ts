import { useMemo } from 'react';

/**
 * One and the same list for as long as it says the same. Grafana's box takes a new list for a new choice and drops what is
 * being typed, so a page that draws itself anew while somebody types has to keep it.
 */
export function useSameList<T>(list: T[]): T[] {
  const text = JSON.stringify(list);
  return useMemo(() => JSON.parse(text) as T[], [text]);
}
