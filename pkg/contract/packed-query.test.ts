import { describe, expect, it } from 'vitest';
import { packQuery, unpackQuery } from './packed-query.ts';
import { parseQuery } from './parse-query.ts';

const FIELDS = { expr: 'a{b="{\\"c\\"}"}', capacity: '1', horizon: '3d', model: 'ets' };

describe('a packed query', () => {
  const arrived = { refId: 'A', queryType: 'breach', expression: packQuery(FIELDS), instant: true, range: false };

  it('comes out whole', () => {
    expect(unpackQuery(arrived)).toEqual({ refId: 'A', queryType: 'breach', instant: true, range: false, ...FIELDS });
    expect(unpackQuery({ ...arrived, expr: '' })).toMatchObject(FIELDS);
  });

  it('is read by the engine like any other, without a notice', () => {
    const { query, notices } = parseQuery(arrived);
    expect(query).toMatchObject({ ...FIELDS, horizon: 3 * 86_400_000 });
    expect(notices).toEqual([]);
  });

  it('replaces nothing that somebody has entered', () => {
    const edited = { ...arrived, expr: 'up' };
    expect(unpackQuery(edited)).toBe(edited);
  });

  it.each(['', 'A', '3', 'null', '[1]', '{'])('leaves the expression %j of others alone', (expression) => {
    const query = { refId: 'B', expression };
    expect(unpackQuery(query)).toBe(query);
  });
});
