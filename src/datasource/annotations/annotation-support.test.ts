// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { anomalyAnnotations } from './annotation-support.ts';

describe('annotations of the data source', () => {
  const prepare = (target: object | undefined) =>
    anomalyAnnotations.prepareQuery?.({ name: 'Odd', enable: true, iconColor: 'red', target } as never);

  it('ask for anomalies with their reasons, whatever the query was', () => {
    expect(anomalyAnnotations.getDefaultQuery?.()).toEqual({ queryType: 'anomaly', threshold: 'critical' });
    expect(prepare({ refId: 'A', queryType: 'forecast', expr: 'up', horizon: '7d' })).toEqual({
      refId: 'Anno',
      queryType: 'anomaly',
      expr: 'up',
      format: 'table',
    });
    expect(prepare({ refId: 'A', queryType: 'anomaly', expr: 'up', format: 'numeric', direction: 'up' })).toEqual({
      refId: 'Anno',
      queryType: 'anomaly',
      expr: 'up',
      direction: 'up',
      format: 'table',
    });
  });

  it('ask nothing before there is a query', () => {
    expect(prepare(undefined)).toBeUndefined();
  });
});
