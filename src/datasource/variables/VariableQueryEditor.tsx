import type { DataSourceApi, QueryEditorProps } from '@grafana/data';
import { Field, Input, Stack, Text } from '@grafana/ui';
import { useId, useState } from 'react';
import type { HeadroomOptions, HeadroomQuery, VariableQuery } from '../types.ts';
import { parseVariableQuery, VARIABLE_FORMS } from './parse-variable-query.ts';

type Props = QueryEditorProps<
  DataSourceApi<HeadroomQuery, HeadroomOptions>,
  HeadroomQuery,
  HeadroomOptions,
  VariableQuery
>;

/** Edits the query of a dashboard variable: one line, checked when it is left. */
export function VariableQueryEditor({ query, onChange }: Props) {
  const id = useId();
  const saved = textOf(query);
  const [text, setText] = useState(saved);
  const isWrong = saved !== '' && parseVariableQuery(saved) === undefined;
  const commit = () => {
    if (text !== saved) {
      onChange({ refId: query.refId, query: text });
    }
  };
  return (
    <Stack direction="column" gap={1}>
      <Field label="Query" htmlFor={id} invalid={isWrong} error="This is none of the forms below." noMargin>
        <Input
          id={id}
          value={text}
          placeholder="label_values(node_uname_info, instance)"
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              commit();
            }
          }}
        />
      </Field>
      <Stack direction="column" gap={0.5}>
        {VARIABLE_FORMS.map(({ form, gives }) => (
          <Text key={form} variant="bodySmall" color="secondary">
            <code>{form}</code> {gives}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}

/** Dashboards that were written by hand may hold the bare text. */
function textOf(query: VariableQuery | string): string {
  return typeof query === 'string' ? query : (query.query ?? '');
}
