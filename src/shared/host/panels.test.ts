// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { EXAMPLE_SIGNALS, type SignalQuery } from '../forecast/example-signals.ts';
import { toPanel } from './panels.ts';

const VOLUMES = EXAMPLE_SIGNALS.find(({ id }) => id === 'volumes')!.query;

const { config } = vi.hoisted(() => ({ config: { panels: {} } }));
vi.mock('@grafana/runtime', () => ({ config }));

function panelOf({ expr, direction }: Pick<SignalQuery, 'expr' | 'direction'>, installed: string) {
  config.panels = { [installed]: {} };
  return toPanel({ sourceUid: 'h', fields: { expr, direction }, title: 'Signal', unit: 'bytes' });
}

describe('toPanel', () => {
  it.each([
    [VOLUMES, 'full'],
    [{ expr: 'sum(up)', direction: 'up' }, 'at-capacity'],
    [{ expr: 'sum(up)', direction: 'down' }, 'below'],
  ] as const)('calls a breach what the page calls it: %o', (query, breachKind) => {
    expect(panelOf(query, 'headroom-forecast-panel')).toMatchObject({
      type: 'headroom-forecast-panel',
      targets: [{ queryType: 'forecast', expr: query.expr }],
      options: { breachKind },
    });
  });

  it('is the core time series where ours is not installed', () => {
    expect(panelOf(VOLUMES, 'timeseries')).toMatchObject({ type: 'timeseries', options: {} });
  });
});
