import { EmptyState, LinkButton } from '@grafana/ui';
import { addSourceUrl } from '../../shared/host/sources.ts';

/** The first run: there is nothing to read from yet. */
export function NoSource() {
  const url = addSourceUrl();
  return (
    <EmptyState
      variant="call-to-action"
      message="Connect Headroom to a Prometheus server first"
      button={
        url === undefined ? undefined : (
          <LinkButton icon="plus" href={url}>
            Add data source
          </LinkButton>
        )
      }
    >
      {url === undefined
        ? 'Ask an administrator to add a data source of the type Headroom. Forecasts appear here once it is there.'
        : 'Add a data source of the type Headroom and enter the URL of the server. Forecasts appear here once it is there.'}
    </EmptyState>
  );
}
