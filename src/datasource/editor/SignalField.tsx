import type { TimeRange } from '@grafana/data';
import { EditorField } from '@grafana/plugin-ui';
import { Box } from '@grafana/ui';
import type { HeadroomDataSource } from '../datasource.ts';
import { editorSourceUid } from './editor-source.ts';
import { fieldHelp } from '../../shared/fields/field-help.ts';
import { PrometheusSignalEditor } from './PrometheusSignalEditor.tsx';
import { PromqlCodeEditor } from './PromqlCodeEditor.tsx';
import { useEditorSource } from './use-editor-source.ts';

interface Props {
  datasource: HeadroomDataSource;
  expr: string;
  error: string | undefined;
  range: TimeRange | undefined;
  /** The expression is settled. */
  onChange: (expr: string) => void;
  /** The expression is settled and the answer is wanted now. */
  onRun: (expr?: string) => void;
}

/** The expression of the signal, in the best editor that is at hand. */
export function SignalField(props: Props) {
  const { title, description } = fieldHelp('expr');
  return (
    <EditorField label={title} tooltip={description} invalid={props.error !== undefined} error={props.error}>
      <SignalEditor {...props} />
    </EditorField>
  );
}

function SignalEditor({ datasource, expr, range, onChange, onRun }: Props) {
  const editor = useEditorSource(editorSourceUid(datasource.options));
  if (editor.state === 'loading') {
    // As high as the editor that follows, so that nothing below moves.
    return <Box height={4} />;
  }
  if (editor.state === 'ready') {
    return (
      <PrometheusSignalEditor source={editor.source} expr={expr} range={range} onChange={onChange} onRun={onRun} />
    );
  }
  return (
    <PromqlCodeEditor
      value={expr}
      labels={datasource.labels}
      placeholder="Enter a PromQL expression…"
      ariaLabel="Signal: a PromQL expression"
      onBlur={onChange}
      onRun={onRun}
    />
  );
}
