import { describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import type { ForecastQuery } from '#contract/query.ts';
import { fakeEngine } from '../../../tests/support/fake-engine.ts';
import { runForecastQuery } from './forecast-query.ts';
import { contextOf } from './ports/kit.contract.ts';

const DAY = 86_400_000;

describe('the bounds of a forecast', () => {
  it.each<[string, object, object[]]>([
    ['keep above zero what never was negative', {}, [{ lower: 0 }, {}]],
    ['do so below an upper one', { upperBound: 1e6 }, [{ lower: 0, upper: 1e6 }, { upper: 1e6 }]],
    ['are those that the query states', { lowerBound: -5 }, [{ lower: -5 }, { lower: -5 }]],
  ])('%s', async (_, stated, expected) => {
    const { clock, reader, source, deps, asked, model } = fakeEngine();
    reader.labels = [{ node: 'a' }, { node: 'b' }];
    reader.valueAt = (i, { node }) => (node === 'b' && i === 7 ? -1 : i % 5);
    const taught: object[] = [];
    model.share = (requests) => {
      taught.push(...requests.map(({ bounds }) => bounds ?? {}));
      return undefined;
    };
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used', model: 'ensemble', ...stated });
    const toMs = clock.now();
    await runForecastQuery(contextOf('1', 'prom'), source, deps, query as ForecastQuery, { fromMs: toMs - DAY, toMs });
    expect(asked.map(({ bounds }) => bounds)).toEqual(expected);
    expect(taught).toEqual(expected);
  });
});
