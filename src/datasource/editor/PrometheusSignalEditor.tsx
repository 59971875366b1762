import { CoreApp, type DataSourceApi, type TimeRange } from '@grafana/data';
import { useMemo } from 'react';

interface Props {
  source: DataSourceApi;
  expr: string;
  range?: TimeRange;
  onChange: (expr: string) => void;
  onRun: () => void;
}

/**
 * The query editor that the installed Prometheus data source brings along, with its completions and metrics browser.
 * It is mounted as in cloud alert rules, where it is the expression alone: its own legend, step, format and type mean
 * nothing here.
 */
export function PrometheusSignalEditor({ source, expr, range, onChange, onRun }: Props) {
  const Editor = source.components?.QueryEditor;
  const query = useMemo(() => ({ refId: 'headroom-signal', expr }), [expr]);
  return Editor === undefined ? null : (
    <Editor
      app={CoreApp.CloudAlerting}
      datasource={source}
      query={query}
      range={range}
      onRunQuery={onRun}
      onChange={(changed) => {
        if ('expr' in changed && typeof changed.expr === 'string') {
          onChange(changed.expr);
        }
      }}
    />
  );
}
