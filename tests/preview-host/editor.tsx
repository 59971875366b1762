import { CoreApp, type DataSourceApi, type DataSourcePlugin, dateTime, type QueryEditorProps } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { useMemo, useState } from 'react';

/** What a page hands to its query editor; a test sets it before the page loads. */
export interface PreviewQuery extends DataQuery {
  readonly [field: string]: unknown;
}

/** The query editor of a data source as a panel's edit page shows it, and below it the query that is saved. */
export function HostEditor({ plugin, uid }: { plugin: DataSourcePlugin<DataSourceApi>; uid: string }) {
  const [query, setQuery] = useState<DataQuery>(window.previewQuery);
  const [runs, setRuns] = useState(0);
  const datasource = useMemo(() => {
    const meta = { ...plugin.meta, backend: true };
    return new plugin.DataSourceClass({
      id: 1,
      uid,
      name: uid,
      type: uid,
      access: 'proxy',
      readOnly: false,
      meta,
      jsonData: {},
    });
  }, [plugin, uid]);
  const Editor = plugin.components.QueryEditor as React.ComponentType<QueryEditorProps<DataSourceApi>>;
  // Grafana hands the annotation to editors of annotations.
  const more = new URLSearchParams(window.location.search).has('annotation') ? { annotation: {} } : {};
  const [from, to] = [dateTime().subtract(6, 'hours'), dateTime()];
  return (
    <main style={{ padding: 16 }}>
      <Editor
        {...more}
        app={CoreApp.PanelEditor}
        datasource={datasource}
        query={query}
        range={{ from, to, raw: { from, to } }}
        onChange={setQuery}
        onRunQuery={() => setRuns((count) => count + 1)}
      />
      <output aria-label="Saved query" data-runs={runs} style={{ display: 'none' }}>
        {JSON.stringify(query)}
      </output>
    </main>
  );
}
