import fc from 'fast-check';

const DURATIONS = ['1s', '30s', '1m', '5m', '1h', '12h', '1d', '7d', '30d', '90d', '180d', '2y'];
const duration = fc.constantFrom(...DURATIONS);
const bound = fc.integer({ min: -2, max: 2 });

/** Types of queries with fields that must fit together. */
export const COMBINED = ['forecast', 'breach', 'baseline', 'anomaly'] as const;

/** Queries whose fields are right by themselves, nearly all, and may not fit together. */
export function oddCombination(queryType: (typeof COMBINED)[number]): fc.Arbitrary<object> {
  return fc.record(
    {
      queryType: fc.constant(queryType),
      expr: fc.constant('up'),
      step: duration,
      trainingWindow: duration,
      ...(queryType === 'forecast' || queryType === 'breach'
        ? { horizon: duration, lowerBound: bound, upperBound: bound, capacity: fc.constantFrom('', '5', 'size') }
        : {}),
      ...(queryType === 'breach' ? { within: duration } : {}),
    },
    { requiredKeys: ['queryType', 'expr'] }
  );
}
