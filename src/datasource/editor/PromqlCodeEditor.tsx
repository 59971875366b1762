import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { CodeEditor, type CodeEditorMonacoOptions, type Monaco, type MonacoEditor, useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { rememberLabels, type SourceLabels } from '../labels.ts';
import { PROMQL_LANGUAGE_ID, registerPromql } from './promql-language.ts';
import { registerCompletions } from './register-completions.ts';

interface Props {
  value: string;
  placeholder: string;
  ariaLabel: string;
  labels: SourceLabels;
  /** The text is settled: the editor lost the focus. */
  onBlur: (text: string) => void;
  /** Shift+Enter. */
  onRun: (text: string) => void;
}

const LOWEST = 32;
const HIGHEST = 240;

/** A code editor for PromQL that grows with its text, with suggestions from the data source's own server. */
export function PromqlCodeEditor({ value, placeholder, ariaLabel, labels, onBlur, onRun }: Props) {
  const styles = useStyles2(getStyles);
  const [height, setHeight] = useState(LOWEST);
  const [isEmpty, setIsEmpty] = useState(value === '');
  const handlers = useRef({ onBlur, onRun });
  const disposeCompletions = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    handlers.current = { onBlur, onRun };
  });
  useEffect(() => () => disposeCompletions.current?.(), []);

  const handleMount = (editor: MonacoEditor, monaco: Monaco) => {
    const completions = registerCompletions(monaco, editor, rememberLabels(labels));
    disposeCompletions.current = () => completions.dispose();
    const fit = () => setHeight(Math.min(HIGHEST, Math.max(LOWEST, editor.getContentHeight())));
    editor.onDidContentSizeChange(fit);
    editor.onDidChangeModelContent(() => setIsEmpty(editor.getValue() === ''));
    editor.onDidBlurEditorWidget(() => handlers.current.onBlur(editor.getValue()));
    editor.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Enter && event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        handlers.current.onRun(editor.getValue());
      }
    });
    fit();
  };

  return (
    <div className={styles.frame}>
      <CodeEditor
        language={PROMQL_LANGUAGE_ID}
        value={value}
        height={height}
        wordWrap
        showMiniMap={false}
        showLineNumbers={false}
        monacoOptions={{ ...OPTIONS, ariaLabel }}
        onBeforeEditorMount={registerPromql}
        onEditorDidMount={handleMount}
      />
      {isEmpty && <span className={styles.placeholder}>{placeholder}</span>}
    </div>
  );
}

const OPTIONS: CodeEditorMonacoOptions = {
  fontSize: 14,
  lineDecorationsWidth: 8,
  overviewRulerLanes: 0,
  padding: { top: 5, bottom: 5 },
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  scrollbar: { horizontal: 'hidden', verticalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
  suggestFontSize: 12,
  quickSuggestionsDelay: 250,
  wordBasedSuggestions: false,
};

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative', width: '100%', minWidth: 0 }),
  placeholder: css({
    position: 'absolute',
    top: 6,
    left: theme.spacing(1.25),
    color: theme.colors.text.disabled,
    fontFamily: theme.typography.fontFamilyMonospace,
    pointerEvents: 'none',
  }),
});
