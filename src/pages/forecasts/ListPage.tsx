import { PluginPage } from '@grafana/runtime';
import { LinkButton } from '@grafana/ui';
import { useMemo } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { pagePath } from '../../shared/host/links.ts';
import { listSources } from '../../shared/host/sources.ts';
import { NoSource } from './NoSource.tsx';
import { StoredList } from './StoredList.tsx';

const PAGE = { text: 'Forecasts' };
const SUBTITLE = 'Signals that are forecast on a schedule, and when they are likely to reach their capacity.';

/** The stored forecasts of a data source. A signal in the address is one to forecast now. */
export function ListPage() {
  const [params] = useSearchParams();
  const sources = useMemo(() => listSources(), []);
  const newPath = `${pagePath('forecasts')}/new`;
  if (params.has('expr')) {
    return <Navigate to={`${newPath}?${params.toString()}`} replace />;
  }
  const chosen = params.get('ds') ?? sources[0]?.uid;
  const createUrl = chosen === undefined ? newPath : `${newPath}?${new URLSearchParams({ ds: chosen }).toString()}`;
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        sources.length === 0 ? undefined : (
          <LinkButton icon="plus" href={createUrl}>
            New forecast
          </LinkButton>
        )
      }
    >
      {chosen === undefined ? <NoSource /> : <StoredList sources={sources} sourceUid={chosen} createUrl={createUrl} />}
    </PluginPage>
  );
}
