import fc from 'fast-check';

const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => wrap(inner), 'bottom');

/** Texts that somebody or something once sent where another was due. */
const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u200b',
  '\u{1f600}'.repeat(50),
  'x'.repeat(70_000),
  'NaN',
  'Infinity',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  '%',
  '{{node}}',
  '<script>',
  "'; DROP TABLE documents; --",
  '0',
  '-1',
  '1e999',
  '0s',
  '-5m',
  '7d7d',
  '1s',
  '1m',
  '59s',
  '1h',
  '90d',
  '104w',
  '99999999999999999999y',
  '1h ',
  'auto',
  '2026-02-30',
  '2026-13-01T25:61:61Z/2026-01-01',
  'sale=2026-11-27/2026-11-30,sale=2026-11-27',
  '0001-01-01',
  '9999-12-31',
  'Europe/Atlantis',
  'up{',
  'up}',
  'sum(rate(up[5m]))',
  '((((((((((',
  '{"expr":"up"}',
  '[]',
];

const ODD_NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-320,
  2 ** 31,
  2 ** 53,
  -(2 ** 53) - 2,
  1e308,
  -1e308,
  8_640_000_000_000_000,
  8_640_000_000_000_001,
  101,
];

const ODD_SHAPES: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { length: -1 },
  nested(60, (inner) => [inner]),
  nested(60, (inner) => ({ inner })),
  nested(3_000, (inner) => [inner]),
  Array.from({ length: 2_000 }, (_, i) => i),
  Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key-${i}`, i])),
];

/** Names of fields that are nobody's, or everybody's. */
export const ODD_KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toJSON',
  'then',
  '',
  ' ',
  '0',
  'queryType',
  'expression',
  'version',
  'id',
  '\u0000',
  '\ud800',
  'k'.repeat(10_000),
];

/** A text that is odd wherever it stands. */
export const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

/** A JSON value that is odd nearly wherever it stands. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(...ODD_NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(...ODD_SHAPES),
  fc.jsonValue({ maxDepth: 3 })
);
