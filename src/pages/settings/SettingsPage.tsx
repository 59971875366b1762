import { PluginPage } from '@grafana/runtime';
import { EmptyState, LinkButton } from '@grafana/ui';
import { pagePath } from '../../shared/host/links.ts';
import { addSourceUrl, type HeadroomSource } from '../../shared/host/sources.ts';
import { userRole } from '../../shared/host/user.ts';
import { WithSources } from '../../shared/setup/WithSources.tsx';
import { SourceCard } from './SourceCard.tsx';

const PAGE = { text: 'Settings', url: pagePath('settings') };
const SUBTITLE = 'The data sources that Headroom reads from, how they are, and what limits them.';

/** What Headroom is connected to; for administrators. */
export function SettingsPage() {
  if (userRole() !== 'Admin') {
    return (
      <PluginPage pageNav={PAGE}>
        <EmptyState variant="call-to-action" hideImage message="Settings are for administrators">
          Ask an administrator of this organisation to change the data sources of Headroom.
        </EmptyState>
      </PluginPage>
    );
  }
  return (
    <WithSources pageNav={PAGE} subTitle={SUBTITLE}>
      {(sources) => <Sources sources={sources} />}
    </WithSources>
  );
}

function Sources({ sources }: { sources: readonly HeadroomSource[] }) {
  const addUrl = addSourceUrl();
  return (
    <PluginPage
      pageNav={PAGE}
      subTitle={SUBTITLE}
      actions={
        addUrl === undefined ? undefined : (
          <LinkButton icon="plus" variant="secondary" href={addUrl}>
            Add data source
          </LinkButton>
        )
      }
    >
      {sources.map((source) => (
        <SourceCard key={source.uid} source={source} />
      ))}
    </PluginPage>
  );
}
