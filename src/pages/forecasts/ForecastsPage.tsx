import { PluginPage } from '@grafana/runtime';
import { Button } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { listSources } from '../../shared/host/sources.ts';
import { ForecastWorkbench } from './ForecastWorkbench.tsx';
import { NoSource } from './NoSource.tsx';
import { changePageQuery, type PageQuery, readPageQuery, writePageQuery } from './page-query.ts';
import { toForecastCall } from './forecast-call.ts';
import { useForecast } from './use-forecast.ts';

// Without a URL: with that of the app's first page, Grafana would merge it with the app's name in the breadcrumb.
const PAGE = { text: 'Forecasts' };
const SUBTITLE = 'See where a signal is heading and when it is likely to reach its capacity.';

/** Forecasts of any signal, asked for on the spot; everything that is chosen stands in the URL. */
export function ForecastsPage() {
  const sources = useMemo(() => listSources(), []);
  const [query, change] = usePageQuery(sources[0]?.uid);
  const [askedMs, setAskedMs] = useState(() => Date.now());
  const source = sources.find(({ uid }) => uid === query.source);
  const { expr, capacity, direction, horizon } = query;
  const call = useMemo(
    () => toForecastCall(source?.uid, { expr, capacity, direction, horizon }, askedMs),
    [source?.uid, expr, capacity, direction, horizon, askedMs]
  );
  const state = useForecast(call);
  const askAgain = () => setAskedMs(Date.now());
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        call === undefined ? undefined : (
          <Button icon="sync" onClick={askAgain}>
            Update forecast
          </Button>
        )
      }
    >
      {sources.length === 0 ? (
        <NoSource />
      ) : (
        <ForecastWorkbench sources={sources} query={query} onChange={change} state={state} onRetry={askAgain} />
      )}
    </PluginPage>
  );
}

/** The query of the URL; without a data source in it, the first one is taken and written there. */
function usePageQuery(firstSource: string | undefined) {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readPageQuery(params), [params]);
  const change = (patch: Partial<PageQuery>, { replace = false } = {}) =>
    setParams((current) => writePageQuery(changePageQuery(readPageQuery(current), patch), current), { replace });
  useEffect(() => {
    if (query.source === '' && firstSource !== undefined) {
      setParams((current) => writePageQuery({ ...readPageQuery(current), source: firstSource }, current), {
        replace: true,
      });
    }
  }, [query.source, firstSource, setParams]);
  return [query, change] as const;
}
