/**
 * Licences by SPDX identifier under which a part may be passed on within a work under Apache-2.0, asking for no more
 * than that notices are kept.
 */
const COMPATIBLE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/**
 * Whether an SPDX licence expression lets us: with OR one side must be compatible, with AND both. Whatever is not
 * known or not understood is not.
 */
export function isCompatible(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const alternatives = (): boolean => {
    let result = parts();
    while (tokens[at] === 'OR') {
      at += 1;
      const next = parts();
      result = result || next;
    }
    return result;
  };
  const parts = (): boolean => {
    let result = one();
    while (tokens[at] === 'AND') {
      at += 1;
      const next = one();
      result = result && next;
    }
    return result;
  };
  const one = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token !== '(') {
      return token !== undefined && COMPATIBLE.has(token);
    }
    const result = alternatives();
    const isClosed = tokens[at] === ')';
    at += 1;
    return result && isClosed;
  };
  return alternatives() && at === tokens.length;
}
