import { describe, expect, it } from 'vitest';
import { isCompatible } from './expression.ts';

describe('isCompatible', () => {
  it.each([
    'MIT',
    'Apache-2.0',
    '(MIT AND Zlib)',
    '(MPL-2.0 OR Apache-2.0)',
    'GPL-3.0-only OR MIT',
    '(MIT OR GPL-3.0-only) AND (ISC OR 0BSD)',
    'GPL-2.0-only AND MIT OR ISC',
  ])('allows %s', (expression) => {
    expect(isCompatible(expression)).toBe(true);
  });

  it.each([
    '',
    'GPL-3.0-only',
    'AGPL-3.0-only',
    'SSPL-1.0',
    'BUSL-1.1',
    'MPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.txt',
    'mit',
    'MIT AND GPL-3.0-only',
    'MIT AND (GPL-3.0-only OR LGPL-3.0-only)',
    'MIT OR',
    'OR MIT',
    '(MIT',
    'MIT)',
    'MIT ISC',
    'GPL-2.0-only WITH Classpath-exception-2.0',
  ])('refuses %j', (expression) => {
    expect(isCompatible(expression)).toBe(false);
  });
});
