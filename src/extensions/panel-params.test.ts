import { describe, expect, it } from 'vitest';
import { type KnownSource, needsOrigins, type PanelHost, panelParams } from './panel-params.ts';

const SOURCES: Record<string, KnownSource> = {
  prom: { uid: 'prom', type: 'prometheus', kind: 'Prometheus', url: 'http://prometheus:9090' },
  amp: { uid: 'amp', type: 'grafana-amazonprometheus-datasource', kind: 'Amazon Managed Service for Prometheus' },
  loki: { uid: 'loki', type: 'loki', kind: 'Loki' },
  ours: { uid: 'ours', type: 'headroom-capacity-datasource', kind: 'Headroom' },
  random: { uid: 'grafana', type: 'datasource', kind: '-- Grafana --' },
  board: { uid: '-- Dashboard --', type: 'datasource', kind: '-- Dashboard --' },
  __expr__: { uid: '__expr__', type: '__expr__', kind: 'Expression' },
};
const VALUES: Record<string, string | string[]> = {
  $node: 'a',
  $pods: 'x.1',
  $disks: ['/', '/var'],
  $title: 'Root',
  $__range: '7d',
};
const HOST: PanelHost = {
  replace: (text, format) =>
    text.replace(/\$\w+/g, (name) => {
      const value = VALUES[name];
      return value === undefined
        ? name
        : (format?.(value, { multi: name === '$pods' || name === '$disks' }) ?? String(value));
    }),
  findSource: (ref) => SOURCES[ref?.uid === '${ds}' ? 'prom' : (ref?.uid ?? 'prom')],
  headroomSources: [
    { uid: 'default', options: {} },
    { uid: 'reader', options: { sourceKind: 'grafana', grafanaSourceUid: 'amp' } },
    { uid: 'helped', options: { editorSourceUid: 'other' } },
  ],
};
const query = (uid: string | undefined, more: object = {}) => ({
  refId: 'A',
  ...(uid === undefined ? {} : { datasource: { uid } }),
  ...more,
});
const paramsOf = (...targets: Array<ReturnType<typeof query>>) =>
  Object.fromEntries(panelParams({ title: 'Disk of $node', targets }, HOST));

describe('panelParams', () => {
  it('takes expression, legend, title and the Headroom data source that reads the same server', () => {
    expect(paramsOf(query('amp', { expr: 'node_load1', legendFormat: '{{instance}}' }))).toEqual({
      ds: 'reader',
      expr: 'node_load1',
      legend: '{{instance}}',
      name: 'Disk of a',
    });
  });

  it('takes the default Headroom data source for a server that none is known to read', () => {
    expect(paramsOf(query('prom', { expr: 'up', legendFormat: '__auto' }))).toEqual({
      ds: 'default',
      expr: 'up',
      name: 'Disk of a',
    });
  });

  it('follows a data source variable and the default data source', () => {
    expect(paramsOf(query('${ds}', { expr: 'up' }))['expr']).toBe('up');
    expect(paramsOf(query(undefined, { expr: 'up' }))['expr']).toBe('up');
  });

  it('replaces variables as PromQL wants it and fixes intervals', () => {
    const { expr } = paramsOf(query('prom', { expr: 'rate(x{node="$node",pod=~"$pods"}[$__rate_interval])' }));
    expect(expr).toBe('rate(x{node="a",pod=~"x\\\\.1"}[5m])');
  });

  it('makes an alternative of a variable with several values', () => {
    const { expr } = paramsOf(query('prom', { expr: 'x{disk=~"$disks"}' }));
    expect(expr).toBe('x{disk=~"(/|/var)"}');
  });

  it('takes the Headroom data source that reads the same address, and says when none does', () => {
    const targets = [query('prom', { expr: 'up' })];
    const reading = (url: string) => ({
      ...HOST,
      headroomSources: HOST.headroomSources.map((source) => ({
        ...source,
        origin: { kind: 'direct' as const, url: source.uid === 'helped' ? url : 'http://elsewhere' },
      })),
    });
    expect(needsOrigins({ title: '', targets }, HOST)).toBe(true);
    const same = reading('http://prometheus:9090/');
    expect(panelParams({ title: '', targets }, same).toString()).toBe('ds=helped&expr=up');
    expect(needsOrigins({ title: '', targets }, same)).toBe(false);
    const other = panelParams({ title: '', targets: [...targets, ...targets] }, reading('http://third'));
    expect(other.get('ds')).toBe('default');
    expect(other.getAll('why')).toEqual(['several', 'other-server']);
    expect(needsOrigins({ title: '', targets: [query('ours', { expr: 'used' })] }, HOST)).toBe(false);
    expect(needsOrigins({ title: '', targets: [query('loki', { expr: '{}' })] }, HOST)).toBe(false);
  });

  it('leaves the range of the dashboard for the engine to refuse', () => {
    expect(paramsOf(query('prom', { expr: 'increase(x[$__range])' }))['expr']).toBe('increase(x[$__range])');
  });

  it('takes the first of several and says so; hidden ones do not count', () => {
    const shown = query('prom', { expr: 'a' });
    expect(paramsOf(query('prom', { expr: 'h', hide: true }), shown)).not.toHaveProperty('why');
    expect(paramsOf(shown, query('prom', { expr: 'b' }))).toMatchObject({ expr: 'a', why: 'several' });
    expect(paramsOf(query('loki', { expr: '{a="b"}' }), shown)).toMatchObject({ expr: 'a' });
  });

  it('takes over a query of Headroom itself', () => {
    const ours = query('ours', { expr: 'used', capacity: 'size', horizon: '30d', direction: 'down' });
    expect(paramsOf(ours)).toMatchObject({
      ds: 'ours',
      expr: 'used',
      capacity: 'size',
      horizon: '30d',
      direction: 'down',
    });
  });

  it('says why there is nothing to forecast', () => {
    expect(paramsOf(query('loki', { expr: '{a="b"}' }))).toEqual({ why: 'kind:Loki' });
    expect(paramsOf(query('__expr__', { expression: 'A' }))).toEqual({ why: 'expression' });
    expect(paramsOf(query('random'))).toEqual({ why: 'kind:Grafana' });
    expect(paramsOf(query('board'))).toEqual({ why: 'other-panel' });
    expect(paramsOf(query('gone', { expr: 'up' }))).toEqual({ why: 'no-query' });
    expect(paramsOf(query('prom', { expr: ' ' }))).toEqual({ why: 'no-query' });
    expect(paramsOf()).toEqual({ why: 'no-query' });
  });
});
