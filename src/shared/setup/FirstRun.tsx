import { Alert, EmptyState, LinkButton, Stack, Text } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { reasonOf } from '../host/call-host.ts';
import { createSource, listPrometheus, type PrometheusSource, readSource } from '../host/data-sources.ts';
import { sourceConfigUrl } from '../host/links.ts';
import { addSourceUrl, listSources } from '../host/sources.ts';
import { whyNotInHost } from '../host/user.ts';
import { FoundSource } from './FoundSource.tsx';
import { headroomFor, needsToken } from './headroom-source.ts';

interface Props {
  /** There is a data source now. */
  onReady: () => void;
}

/** How far creating a data source has come. */
type Creation =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly uid: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'needs-token'; readonly uid: string; readonly of: string };

/** The first run: finds what there is to read from, and connects to it in one click. */
export function FirstRun({ onReady }: Props) {
  const found = useMemo(() => listPrometheus(), []);
  const [creation, setCreation] = useState<Creation>({ kind: 'idle' });
  const denied = whyNotInHost('createSource');
  const connect = async ({ uid, name }: PrometheusSource) => {
    setCreation({ kind: 'running', uid });
    try {
      const settings = await readSource(uid);
      const created = await createSource(
        headroomFor(
          settings,
          listSources().map((source) => source.name)
        )
      );
      if (needsToken(settings)) {
        setCreation({ kind: 'needs-token', uid: created, of: name });
      } else {
        onReady();
      }
    } catch (thrown) {
      setCreation({ kind: 'failed', reason: reasonOf(thrown) });
    }
  };
  if (creation.kind === 'needs-token') {
    return <NeedsToken {...creation} onReady={onReady} />;
  }
  if (found.length === 0) {
    return <NothingFound denied={denied} />;
  }
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2" variant="h4">
        Connect Headroom to a Prometheus server first
      </Text>
      <Text color="secondary">
        {denied === undefined
          ? 'This Grafana has Prometheus data sources already. Headroom reads from the one that you choose.'
          : 'Ask an administrator to open this page and choose one of these data sources.'}
      </Text>
      {creation.kind === 'failed' && (
        <Alert severity="error" title="The data source was not created" bottomSpacing={0}>
          {creation.reason}
        </Alert>
      )}
      <Stack direction="column" gap={1}>
        {found.map((source) => (
          <FoundSource
            key={source.uid}
            source={source}
            denied={denied}
            isBusy={creation.kind === 'running'}
            onConnect={() => void connect(source)}
          />
        ))}
      </Stack>
    </Stack>
  );
}

function NeedsToken({ uid, of, onReady }: { uid: string; of: string; onReady: () => void }) {
  return (
    <EmptyState
      variant="call-to-action"
      message="One step is left: a token"
      button={
        <Stack direction="row" gap={1} justifyContent="center">
          <LinkButton icon="key-skeleton-alt" href={sourceConfigUrl(uid)} onClick={onReady}>
            Enter token
          </LinkButton>
        </Stack>
      }
    >
      {of} needs credentials, which Grafana does not hand out. Headroom reads it through Grafana instead: create a
      service account token with the role Viewer, and enter it in the configuration of the new data source.
    </EmptyState>
  );
}

function NothingFound({ denied }: { denied: string | undefined }) {
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
      {denied === undefined
        ? 'Add a data source of the type Headroom and enter the URL of the server. Forecasts appear here once it is there.'
        : 'Ask an administrator to add a data source of the type Headroom. Forecasts appear here once it is there.'}
    </EmptyState>
  );
}
