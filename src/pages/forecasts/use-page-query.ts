import { useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { changePageQuery, DEFAULT_QUERY, type PageQuery, readPageQuery, writePageQuery } from './page-query.ts';

/** Changes what the page shows; `replace` leaves no step to go back to. */
export type ChangeQuery = (patch: Partial<PageQuery>, options?: { replace?: boolean }) => void;

/** The query of the URL; without a data source in it, the first one is taken and written there. */
export function usePageQuery(
  firstSource: string | undefined,
  usual: PageQuery = DEFAULT_QUERY
): readonly [PageQuery, ChangeQuery] {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readPageQuery(params, usual), [params, usual]);
  const change: ChangeQuery = (patch, { replace = false } = {}) =>
    setParams((current) => writePageQuery(changePageQuery(readPageQuery(current, usual), patch), current, usual), {
      replace,
    });
  useEffect(() => {
    if (query.source === '' && firstSource !== undefined) {
      setParams(
        (current) => writePageQuery({ ...readPageQuery(current, usual), source: firstSource }, current, usual),
        { replace: true }
      );
    }
  }, [query.source, firstSource, setParams, usual]);
  return [query, change];
}
