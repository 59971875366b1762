import { PluginPage } from '@grafana/runtime';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { type HeadroomSource, listSources } from '../host/sources.ts';
import { FirstRun } from './FirstRun.tsx';

type Props = Pick<ComponentProps<typeof PluginPage>, 'pageNav' | 'subTitle'> & {
  children: (sources: readonly HeadroomSource[]) => ReactNode;
};

/** A page that needs a Headroom data source; without one, the first run in its place. */
export function WithSources({ children, ...page }: Props) {
  const [sources, setSources] = useState(() => listSources());
  return sources.length > 0 ? (
    children(sources)
  ) : (
    <PluginPage {...page}>
      <FirstRun onReady={() => setSources(listSources())} />
    </PluginPage>
  );
}
