import { describe, expect, it } from 'vitest';
import { panelReason } from './panel-reason.ts';

describe('panelReason', () => {
  it.each([
    ['kind:Loki', 'Loki queries cannot be forecast.', false],
    ['kind:Amazon Managed Service (beta)', 'Amazon Managed Service (beta) queries cannot be forecast.', false],
    ['expression', 'Expressions cannot be forecast.', false],
    ['no-query', 'The panel has no query of Prometheus that could be forecast.', false],
    ['other-panel', 'The panel shows the results of another panel, which is the one to forecast.', false],
    ['other-server', 'No Headroom data source reads the server of this panel.', true],
    ['several', 'The panel has several queries; this is the first one.', true],
  ])('puts %s into words', (why, message, withSignal) => {
    expect(panelReason(why)).toMatchObject({ message, withSignal });
  });

  it('repeats nothing else that stands in an address', () => {
    expect(panelReason('')).toBeUndefined();
    expect(panelReason('kind:<b>Call 555</b>')).toBeUndefined();
    expect(panelReason('anything')).toBeUndefined();
  });
});
