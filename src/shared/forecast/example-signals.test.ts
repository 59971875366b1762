import { describe, expect, it } from 'vitest';
import { forecastQuerySchema } from '#contract/query.ts';
import { DERIVED_EXAMPLES, EXAMPLE_SIGNALS, exampleOf } from './example-signals.ts';

describe.each([...EXAMPLE_SIGNALS, ...DERIVED_EXAMPLES])('the example $id', ({ id, query, bounds }) => {
  it('is a query that the engine accepts', () => {
    const { expr, capacity, direction } = query;
    const parsed = forecastQuerySchema.safeParse({ queryType: 'forecast', expr, capacity, direction, ...bounds });
    expect(parsed.error).toBeUndefined();
  });

  it('is recognised by its expression alone', () => {
    expect(exampleOf({ expr: query.expr })?.id).toBe(id);
  });
});
