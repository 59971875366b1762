import { describe, expect, it } from 'vitest';
import { describeSource } from './describe-source.ts';

const SOURCE = { uid: 'a', name: 'Headroom', type: 'headroom-capacity-datasource', url: 'http://prometheus:9090' };

describe('describeSource', () => {
  it('names the server and the limits in force', () => {
    const facts = describeSource({ ...SOURCE, jsonData: { limits: { maxSeries: 1_000 } } });
    expect(facts).toContainEqual({ label: 'Reads', value: 'http://prometheus:9090' });
    expect(facts).toContainEqual({ label: 'Series limit', value: '1,000' });
    expect(facts).toContainEqual({ label: 'Query timeout', value: '20 s' });
  });

  it('tells the price book', () => {
    const facts = describeSource({ ...SOURCE, jsonData: { prices: { currency: 'EUR', cpuCoreHour: 0.02 } } });
    expect(facts).toContainEqual({ label: 'Price of a core', value: '0.02 EUR an hour' });
    expect(facts).toContainEqual({ label: 'Price of a GiB of storage', value: '0.04 EUR a month' });
  });

  it('says what is missing or damaged', () => {
    expect(describeSource({ ...SOURCE, url: '' })[0]?.value).toBe('Not configured');
    expect(describeSource({ ...SOURCE, jsonData: { sourceKind: 'grafana' } })[0]?.value).toContain('none chosen');
    expect(describeSource({ ...SOURCE, jsonData: { sourceKind: 'telepathy' } })[0]?.value).toContain('Damaged');
  });
});
