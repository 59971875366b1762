import { CoreApp, type QueryEditorProps } from '@grafana/data';
import { EditorHeader, EditorRow, EditorRows } from '@grafana/plugin-ui';
import { getTemplateSrv } from '@grafana/runtime';
import { Box, RadioButtonGroup, Space } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { unpackQuery } from '#contract/packed-query.ts';
import type { HeadroomDataSource } from '../datasource.ts';
import { changeQuery, changeQueryType } from '../query/change-query.ts';
import { type FieldErrors, validateQuery } from '../query/validate.ts';
import type { HeadroomOptions, HeadroomQuery } from '../types.ts';
import { FutureRangeHint } from './FutureRangeHint.tsx';
import { SignalField } from './SignalField.tsx';
import { TypeFields } from './TypeFields.tsx';

type Props = QueryEditorProps<HeadroomDataSource, HeadroomQuery, HeadroomOptions>;

const TYPES = [
  { value: 'forecast' as const, label: 'Forecast', description: 'Actual, predicted and bands of each series' },
  { value: 'breach' as const, label: 'Breach', description: 'When each series is likely to cross its capacity' },
  { value: 'baseline' as const, label: 'Baseline', description: 'What is usual for each series' },
  { value: 'anomaly' as const, label: 'Anomaly', description: 'Where each series leaves its baseline, and how far' },
  {
    value: 'recommendations' as const,
    label: 'Recommendations',
    description: 'Advice on requests, limits and volumes',
  },
];

/**
 * Edits a query of any type; changed texts run when they are settled, as in the editor of Prometheus. For annotations of
 * a dashboard, which are anomalies, there is no choice of type and form.
 */
export function QueryEditor(props: Props) {
  const { app, datasource, range, onChange, onRunQuery } = props;
  // Grafana hands this to editors of annotations only.
  const isAnnotation = 'annotation' in props;
  const unpacked = useUnpacked(props);
  const query = isAnnotation ? changeQueryType(unpacked, 'anomaly') : unpacked;
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const queryType = query.queryType ?? 'forecast';
  const errors = withoutUntouched(validateQuery(query, variables), query, edited);

  const change = (patch: Partial<HeadroomQuery>) => {
    setEdited(new Set([...edited, ...Object.keys(patch)]));
    onChange(changeQuery(query, patch));
  };
  const changeAndRun = (patch: Partial<HeadroomQuery>) => {
    change(patch);
    onRunQuery();
  };
  /** Explore and alert rules have a button for running; elsewhere leaving a text runs it. */
  const settleText = (patch: { expr?: string; capacity?: string }) => {
    const [field, text] = Object.entries(patch)[0] ?? [];
    if (field === undefined || text === (query[field as 'expr' | 'capacity'] ?? '')) {
      return;
    }
    const runsByButton = app === CoreApp.Explore || app === CoreApp.UnifiedAlerting;
    (runsByButton ? change : changeAndRun)(patch);
  };

  return (
    <>
      {!isAnnotation && (
        <>
          <EditorHeader>
            <RadioButtonGroup
              size="sm"
              aria-label="Query type"
              options={TYPES}
              value={queryType}
              onChange={(type) => {
                onChange(changeQueryType(query, type));
                onRunQuery();
              }}
            />
          </EditorHeader>
          <Space v={0.5} />
        </>
      )}
      <EditorRows>
        {queryType !== 'recommendations' && (
          <EditorRow>
            <Box flex="1 1 0" minWidth={0}>
              <SignalField
                datasource={datasource}
                expr={query.expr ?? ''}
                error={errors.expr}
                range={range}
                onChange={(expr) => settleText({ expr })}
                onRun={(expr) => (expr === undefined ? onRunQuery() : changeAndRun({ expr }))}
              />
            </Box>
          </EditorRow>
        )}
        <TypeFields
          query={query}
          errors={errors}
          labels={datasource.labels}
          hasFormat={!isAnnotation}
          onChange={changeAndRun}
          onSettle={settleText}
        />
      </EditorRows>
      {queryType === 'forecast' && (
        <FutureRangeHint app={app} uid={datasource.uid} range={range} horizon={query.horizon} />
      )}
    </>
  );
}

/** The query in its fields; one that came packed in an address is kept so from now on. */
function useUnpacked({ query, onChange }: Props): HeadroomQuery {
  const unpacked = unpackQuery(query);
  useEffect(() => {
    if (unpacked !== query) {
      onChange(unpacked);
    }
  });
  return unpacked;
}

const variables = {
  replace: (text: string) => getTemplateSrv().replace(text),
  containsVariable: (text: string) => getTemplateSrv().containsTemplate(text),
};

/** An empty field is no mistake before anybody has been there. */
function withoutUntouched(errors: FieldErrors, query: HeadroomQuery, edited: ReadonlySet<string>): FieldErrors {
  const isShown = (field: 'expr' | 'capacity') => Boolean(query[field]) || edited.has(field);
  return {
    ...errors,
    ...(isShown('expr') ? {} : { expr: undefined }),
    ...(isShown('capacity') ? {} : { capacity: undefined }),
  };
}
