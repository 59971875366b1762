import type { Monaco, MonacoEditor, monacoTypes } from '@grafana/ui';
import type { SourceLabels } from '../labels.ts';
import { completionContext } from './completion-context.ts';
import { type Completion, findCompletions } from './completions.ts';
import { PROMQL_LANGUAGE_ID } from './promql-language.ts';

/**
 * Offers metrics, labels and functions in one editor. Providers belong to a language and not to an editor, so this
 * one keeps quiet in all others.
 */
export function registerCompletions(
  monaco: Monaco,
  editor: MonacoEditor,
  labels: SourceLabels
): monacoTypes.IDisposable {
  return monaco.languages.registerCompletionItemProvider(PROMQL_LANGUAGE_ID, {
    triggerCharacters: ['{', ',', '"', "'", '(', '['],
    provideCompletionItems: async (model, position) => {
      if (model.id !== editor.getModel()?.id) {
        return { suggestions: [] };
      }
      const before = model.getValueInRange({
        startLineNumber: 1,
        startColumn: 1,
        endLineNumber: position.lineNumber,
        endColumn: position.column,
      });
      const context = completionContext(before);
      const typed = 'prefix' in context ? context.prefix.length : 0;
      const range = new monaco.Range(
        position.lineNumber,
        position.column - typed,
        position.lineNumber,
        position.column
      );
      // Without suggestions one can still write, so a server that does not answer is no reason to interrupt.
      const { items, hasMore } = await findCompletions(context, labels).catch(() => ({ items: [], hasMore: false }));
      return { suggestions: items.map((item) => toItem(monaco, item, range)), incomplete: hasMore };
    },
  });
}

function toItem(monaco: Monaco, { text, kind }: Completion, range: monacoTypes.IRange) {
  const { Constant, Function, Property, Unit, Value } = monaco.languages.CompletionItemKind;
  const kinds = { metric: Constant, function: Function, label: Property, value: Value, duration: Unit };
  return { label: text, insertText: text, detail: kind, kind: kinds[kind], range, sortText: `${order(kind)}${text}` };
}

/** Metrics before functions, although both fit in the same places. */
function order(kind: Completion['kind']): string {
  return kind === 'function' ? '1' : '0';
}
