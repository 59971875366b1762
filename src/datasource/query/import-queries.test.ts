import { describe, expect, it } from 'vitest';
import { importQueries } from './import-queries.ts';

describe('importQueries', () => {
  it('keeps the whole expression and the legend of a Prometheus query', () => {
    const origin = {
      refId: 'B',
      hide: true,
      expr: 'sum(rate(x[5m]))',
      legendFormat: '{{pod}}',
      range: true,
      exemplar: true,
    };
    expect(importQueries([origin], 'prometheus')).toEqual([
      { refId: 'B', hide: true, queryType: 'forecast', expr: 'sum(rate(x[5m]))', legendFormat: '{{pod}}' },
    ]);
  });

  it("leaves out Prometheus's automatic legend", () => {
    const origin = { refId: 'A', expr: 'up', legendFormat: '__auto' };
    expect(importQueries([origin], 'grafana-amazonprometheus-datasource')).toEqual([
      { refId: 'A', queryType: 'forecast', expr: 'up' },
    ]);
  });

  it('starts anew after a data source with another language', () => {
    const origin = { refId: 'A', expr: '{job="x"} |= "error"' };
    expect(importQueries([origin], 'loki')).toEqual([{ refId: 'A', queryType: 'forecast', expr: '' }]);
  });
});
