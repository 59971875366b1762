import { describe, expect, it } from 'vitest';
import { parseVariableQuery } from './parse-variable-query.ts';

describe('parseVariableQuery', () => {
  it('reads label values', () => {
    expect(parseVariableQuery('label_values(node)')).toEqual({ kind: 'label-values', label: 'node', match: undefined });
    expect(parseVariableQuery(' label_values( up{job=~"a,b", x="(y)"} , node ) ')).toEqual({
      kind: 'label-values',
      label: 'node',
      match: 'up{job=~"a,b", x="(y)"}',
    });
  });

  it('reads label names', () => {
    expect(parseVariableQuery('label_names()')).toEqual({ kind: 'label-names', match: undefined });
    expect(parseVariableQuery('label_names(up{job="a"})')).toEqual({ kind: 'label-names', match: 'up{job="a"}' });
  });

  it('asks for metrics by a regular expression that may match anywhere', () => {
    expect(parseVariableQuery('metrics(^node_|_bytes\\d)')).toEqual({
      kind: 'label-values',
      label: '__name__',
      match: '{__name__=~".*(?:^node_|_bytes\\\\d).*"}',
    });
  });

  it.each(['', 'label_values()', 'label_values(up, 1x)', 'metrics()', 'query_result(up)', 'up'])(
    'does not understand "%s"',
    (text) => {
      expect(parseVariableQuery(text)).toBeUndefined();
    }
  );
});
