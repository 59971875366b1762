import { describe, expect, it } from 'vitest';
import { handshakeLine, startedByGrafana } from './go-plugin.ts';

describe('the handshake', () => {
  it('is the line of core protocol 1 and app protocol 2, ended once', () => {
    expect(handshakeLine('/tmp/headroom-0.sock')).toBe('1|2|unix|/tmp/headroom-0.sock|grpc\n');
  });

  it.each([
    [{ grafana_plugin_type: 'datasource' }, true],
    [{ grafana_plugin_type: 'panel' }, false],
    [{ grafana_plugin_type: '' }, false],
    [{ GRAFANA_PLUGIN_TYPE: 'datasource' }, false],
    [{}, false],
  ])('is made when Grafana started the process: %j', (env, expected) => {
    expect(startedByGrafana(env)).toBe(expected);
  });
});
