import { describe, expect, it } from 'vitest';
import { editorSourceUid, isPrometheus, sourceWithUrl } from './editor-source.ts';

describe('editorSourceUid', () => {
  it('is the data source that is read through', () => {
    expect(editorSourceUid({ sourceKind: 'grafana', grafanaSourceUid: 'p1', editorSourceUid: 'p2' })).toBe('p1');
  });

  it('is the one of the configuration for a direct address', () => {
    expect(editorSourceUid({ sourceKind: 'direct', editorSourceUid: 'p2' })).toBe('p2');
    expect(editorSourceUid({ editorSourceUid: '' })).toBeUndefined();
    expect(editorSourceUid({})).toBeUndefined();
  });
});

describe('sourceWithUrl', () => {
  const sources = [
    { uid: 'a', jsonData: {} },
    { uid: 'b', jsonData: { directUrl: 'http://prometheus:9090/' } },
    { uid: 'c', jsonData: { directUrl: 'http://mimir/prometheus' } },
  ];

  it('compares addresses, not texts', () => {
    expect(sourceWithUrl(' http://PROMETHEUS:9090', sources)).toBe('b');
    expect(sourceWithUrl('http://mimir:80/prometheus/', sources)).toBe('c');
  });

  it.each(['', 'prometheus:9090', 'http://mimir', 'http://'])('finds none for "%s"', (url) => {
    expect(sourceWithUrl(url, sources)).toBeUndefined();
  });
});

describe('isPrometheus', () => {
  it('knows Prometheus and its editions', () => {
    const types = ['prometheus', 'grafana-amazonprometheus-datasource', 'loki', 'headroom-capacity-datasource'];
    expect(types.map((type) => isPrometheus({ type }))).toEqual([true, true, false, false]);
  });
});
