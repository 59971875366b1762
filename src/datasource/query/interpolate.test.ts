import { describe, expect, it } from 'vitest';
import type { HeadroomQuery } from '../types.ts';
import { interpolateQuery } from './interpolate.ts';

const variables: Record<string, string> = {
  ahead: '14d',
  metric: 'up',
  size: 'max_size',
  __interval: '17s',
  zone: 'Asia/Tokyo',
  day: '2026-11-27',
};
const replace = (text: string) => text.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);

describe('interpolateQuery', () => {
  it('replaces variables in every text', () => {
    const query: HeadroomQuery = {
      refId: 'A',
      queryType: 'breach',
      expr: '$metric',
      capacity: '$size * 0.9',
      horizon: '$ahead',
      within: '$ahead',
      step: '$ahead',
      trainingWindow: '$ahead',
      timeZone: '$zone',
      events: 'sale=$day',
      legendFormat: '{{node}} $metric',
    };
    expect(interpolateQuery(query, replace)).toEqual({
      refId: 'A',
      queryType: 'breach',
      expr: 'up',
      capacity: 'max_size * 0.9',
      horizon: '14d',
      within: '14d',
      step: '14d',
      trainingWindow: '14d',
      timeZone: 'Asia/Tokyo',
      events: 'sale=2026-11-27',
      legendFormat: '{{node}} up',
    });
  });

  it('fixes intervals before Grafana can put the width of the panel into them', () => {
    const query: HeadroomQuery = {
      refId: 'A',
      expr: 'rate($metric[$__interval])',
      aggregate: 'last',
      horizon: '$ahead',
    };
    expect(interpolateQuery(query, replace).expr).toBe('rate(up[1d])');
  });

  it('takes a query without a type for a forecast and leaves the rest alone', () => {
    const query: HeadroomQuery = { refId: 'A', levels: [80], lowerBound: 0, hide: true };
    expect(interpolateQuery(query, replace)).toEqual({ ...query, queryType: 'forecast' });
  });
});
