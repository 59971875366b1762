import { PluginPage } from '@grafana/runtime';
import { Button } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { askForecast } from '../../shared/api/forecast-api.ts';
import { useAnswer } from '../../shared/api/use-answer.ts';
import type { QueryFields } from '../../shared/forecast/query-fields.ts';
import { listSources } from '../../shared/host/sources.ts';
import { toForecastCall, toQueryFields } from './forecast-call.ts';
import { ForecastWorkbench } from './ForecastWorkbench.tsx';
import { NoSource } from './NoSource.tsx';
import { usePageQuery } from './use-page-query.ts';

// Without a URL: with that of the app's first page, Grafana would merge it with the app's name in the breadcrumb.
const PAGE = { text: 'Forecasts' };
const SUBTITLE = 'See where a signal is heading and when it is likely to reach its capacity.';

/** Forecasts of any signal, asked for on the spot; everything that is chosen stands in the URL. */
export function EditorPage() {
  const sources = useMemo(() => listSources(), []);
  const [query, change] = usePageQuery(sources[0]?.uid);
  const [askedMs, setAskedMs] = useState(() => Date.now());
  const source = sources.find(({ uid }) => uid === query.source);
  // As text: another chosen series or unit asks nothing new.
  const asked = JSON.stringify(toQueryFields(query));
  const call = useMemo(
    () => toForecastCall(source?.uid, JSON.parse(asked) as QueryFields, askedMs),
    [source?.uid, asked, askedMs]
  );
  const state = useAnswer(call, askForecast);
  const askAgain = () => setAskedMs(Date.now());
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        call === undefined ? undefined : (
          <Button icon="sync" variant="secondary" onClick={askAgain}>
            Update forecast
          </Button>
        )
      }
    >
      {sources.length === 0 ? (
        <NoSource />
      ) : (
        <ForecastWorkbench sources={sources} query={query} name="" onChange={change} state={state} onRetry={askAgain} />
      )}
    </PluginPage>
  );
}
