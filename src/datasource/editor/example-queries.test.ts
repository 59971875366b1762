import { describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import { EXAMPLE_QUERIES } from './example-queries.ts';

describe('EXAMPLE_QUERIES', () => {
  it.each(EXAMPLE_QUERIES.map(({ title, query }) => [title, query] as const))('"%s" is understood', (_, query) => {
    expect(parseQuery({ refId: 'A', ...query }).notices).toEqual([]);
  });
});
