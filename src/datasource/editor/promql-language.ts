import type { Monaco, monacoTypes } from '@grafana/ui';

/** Our own id: Grafana's Prometheus data source registers "promql" for itself. */
export const PROMQL_LANGUAGE_ID = 'headroom-promql';

const AGGREGATIONS =
  'avg bottomk count count_values group limitk limit_ratio max min quantile stddev stdvar sum topk'.split(' ');

/** Functions of Prometheus's expression language. */
export const PROMQL_FUNCTIONS: readonly string[] = [
  ...AGGREGATIONS,
  ...(
    'abs absent absent_over_time acos acosh asin asinh atan atanh avg_over_time ceil changes clamp clamp_max clamp_min ' +
    'cos cosh count_over_time day_of_month day_of_week day_of_year days_in_month deg delta deriv ' +
    'double_exponential_smoothing exp floor histogram_avg histogram_count histogram_fraction histogram_quantile ' +
    'histogram_stddev histogram_stdvar histogram_sum holt_winters hour idelta increase info irate label_join ' +
    'label_replace last_over_time ln log10 log2 mad_over_time max_over_time min_over_time minute month pi ' +
    'predict_linear present_over_time quantile_over_time rad rate resets round scalar sgn sin sinh sort sort_by_label ' +
    'sort_by_label_desc sort_desc sqrt stddev_over_time stdvar_over_time sum_over_time tan tanh time timestamp vector year'
  ).split(' '),
];

const KEYWORDS = 'and atan2 bool by group_left group_right ignoring offset on or unless without'.split(' ');

const monarch: monacoTypes.languages.IMonarchLanguage = {
  defaultToken: '',
  keywords: KEYWORDS,
  functions: [...PROMQL_FUNCTIONS],
  tokenizer: {
    root: [
      [/#.*$/, 'comment'],
      [/\$\{[^}]*\}|\$\w+|\[\[\w+\]\]/, 'variable'],
      [/[A-Za-z_]\w*(?=\s*(?:=~|!~|!=|=(?!=))\s*["'`])/, 'tag'],
      [/[A-Za-z_:][\w:]*/, { cases: { '@keywords': 'keyword', '@functions': 'type', '@default': 'identifier' } }],
      [/\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*/, 'number'],
      [/0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/, 'number'],
      [/"/, 'string', '@double'],
      [/'/, 'string', '@single'],
      [/`[^`]*`/, 'string'],
      [/[{}()[\]]/, '@brackets'],
      [/=~|!~|==|!=|<=|>=|[-+*/%^<>=@:]/, 'operator'],
      [/,/, 'delimiter'],
    ],
    double: [
      [/\$\{[^}]*\}|\$[A-Za-z_]\w*/, 'variable'],
      [/\\./, 'string.escape'],
      [/"/, 'string', '@pop'],
      [/[^\\"$]+|\$/, 'string'],
    ],
    single: [
      [/\$\{[^}]*\}|\$[A-Za-z_]\w*/, 'variable'],
      [/\\./, 'string.escape'],
      [/'/, 'string', '@pop'],
      [/[^\\'$]+|\$/, 'string'],
    ],
  },
};

const configuration: monacoTypes.languages.LanguageConfiguration = {
  wordPattern: /[A-Za-z_:][\w:]*/,
  comments: { lineComment: '#' },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: ['{}', '[]', '()', '""', "''", '``'].map(([open, close]) => ({ open, close })),
};

/** Teaches an editor PromQL; does nothing when it knows it already. */
export function registerPromql(monaco: Monaco): void {
  const known = monaco.languages.getLanguages().some(({ id }) => id === PROMQL_LANGUAGE_ID);
  if (!known) {
    monaco.languages.register({ id: PROMQL_LANGUAGE_ID });
    monaco.languages.setMonarchTokensProvider(PROMQL_LANGUAGE_ID, monarch);
    monaco.languages.setLanguageConfiguration(PROMQL_LANGUAGE_ID, configuration);
  }
}
