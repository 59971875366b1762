import { PluginPage } from '@grafana/runtime';
import { LinkButton } from '@grafana/ui';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { pagePath } from '../../shared/host/links.ts';
import type { HeadroomSource } from '../../shared/host/sources.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { StoredList } from './StoredList.tsx';

const PAGE = { text: 'Forecasts', url: pagePath('forecasts') };
const SUBTITLE =
  'Signals that are forecast on a schedule, and when they are likely to reach their capacity, worst first.';
const NEW = 'forecasts/new';

/** The stored forecasts of a data source. A signal in the address is one to forecast now. */
export function ListPage() {
  const [params] = useSearchParams();
  return params.has('expr') ? (
    <Navigate to={`${pagePath(NEW)}?${params.toString()}`} replace />
  ) : (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <List sources={sources} sourceUid={params.get('ds') ?? sources[0]?.uid ?? ''} />}
    </WithSources>
  );
}

function List({ sources, sourceUid }: { sources: readonly HeadroomSource[]; sourceUid: string }) {
  const [isEmpty, setEmpty] = useState(false);
  const createUrl = `${pagePath(NEW)}?${new URLSearchParams({ ds: sourceUid }).toString()}`;
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        // The empty list has this button in its middle.
        isEmpty ? undefined : (
          <LinkButton icon="plus" href={createUrl}>
            New forecast
          </LinkButton>
        )
      }
    >
      <StoredList sources={sources} sourceUid={sourceUid} createUrl={createUrl} onEmpty={setEmpty} />
    </PluginPage>
  );
}
