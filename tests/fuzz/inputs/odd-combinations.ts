import fc from 'fast-check';

const DURATIONS = ['1s', '30s', '1m', '5m', '1h', '12h', '1d', '7d', '30d', '90d', '180d', '2y'];
const duration = fc.constantFrom(...DURATIONS);
const bound = fc.integer({ min: -2, max: 2 });

/** Queries whose fields are right by themselves, nearly all, and may not fit together. */
export const oddCombination: fc.Arbitrary<object> = fc
  .constantFrom('forecast', 'breach', 'baseline', 'anomaly')
  .chain((queryType) =>
    fc.record(
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
    )
  );
