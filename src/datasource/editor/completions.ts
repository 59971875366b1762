import type { SourceLabels } from '../labels.ts';
import type { CompletionContext } from './completion-context.ts';
import { PROMQL_FUNCTIONS } from './promql-language.ts';

/** Something to put where the cursor is. */
export interface Completion {
  readonly text: string;
  readonly kind: 'metric' | 'function' | 'label' | 'value' | 'duration';
}

/** Completions for a place; when there are more, they have to be asked for again after the next letter. */
export interface CompletionList {
  readonly items: readonly Completion[];
  readonly hasMore: boolean;
}

const MOST = 5_000;
const DURATIONS = ['5m', '15m', '30m', '1h', '6h', '12h', '1d', '7d'];

/** Finds what may stand at a place in an expression, by what the server has. */
export async function findCompletions(context: CompletionContext, labels: SourceLabels): Promise<CompletionList> {
  switch (context.kind) {
    case 'expression':
      return metricsAndFunctions(context.prefix, labels);
    case 'label-name': {
      const names = await labels.names(context.metric);
      return list(
        'label',
        names.filter((name) => name !== '__name__')
      );
    }
    case 'label-value': {
      const match = context.metric === undefined ? {} : { match: context.metric };
      return list('value', await labels.values(context.label, { ...match, limit: MOST }));
    }
    case 'duration':
      return list('duration', DURATIONS);
    case 'nothing':
      return list('value', []);
  }
}

async function metricsAndFunctions(prefix: string, labels: SourceLabels): Promise<CompletionList> {
  const all = await labels.values('__name__', { limit: MOST });
  const hasMore = all.length >= MOST;
  const metrics =
    hasMore && prefix !== ''
      ? await labels.values('__name__', { match: `{__name__=~"${prefix}.*"}`, limit: MOST })
      : all;
  return { items: [...list('metric', metrics).items, ...list('function', PROMQL_FUNCTIONS).items], hasMore };
}

function list(kind: Completion['kind'], texts: readonly string[]): CompletionList {
  return { items: texts.map((text) => ({ text, kind })), hasMore: texts.length >= MOST };
}
