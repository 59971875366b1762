import { describe, expect, it } from 'vitest';
import { readerOf } from './readers.ts';

const direct = (url: string) => ({ kind: 'direct' as const, url });
const PROMETHEUS = { uid: 'prom', url: 'http://prometheus:9090' };

describe('readerOf', () => {
  it('takes the one whose settings name the data source before one with the same address', () => {
    const readers = [
      { uid: 'a', options: {}, origin: direct('http://prometheus:9090') },
      { uid: 'b', options: { editorSourceUid: 'prom' }, origin: direct('http://elsewhere') },
    ];
    expect(readerOf(PROMETHEUS, readers)).toEqual({ uid: 'b', certainty: 'same' });
  });

  it.each(['http://prometheus:9090', 'http://PROMETHEUS:9090/', ' http://prometheus:9090'])(
    'takes the one that reads the same address: %s',
    (url) => {
      const readers = [
        { uid: 'a', options: {}, origin: direct('http://elsewhere:9090') },
        { uid: 'b', options: {}, origin: direct(url) },
      ];
      expect(readerOf(PROMETHEUS, readers)).toEqual({ uid: 'b', certainty: 'same' });
    }
  );

  it('says that each reads something else only when that is known', () => {
    const known = { uid: 'a', options: {}, origin: direct('http://prometheus:9091') };
    expect(readerOf(PROMETHEUS, [known])).toEqual({ uid: 'a', certainty: 'other' });
    expect(readerOf(PROMETHEUS, [known, { uid: 'b', options: {} }])).toEqual({ uid: 'a', certainty: 'unknown' });
    expect(readerOf({ uid: 'prom' }, [known])).toEqual({ uid: 'a', certainty: 'unknown' });
  });

  it("does not take Grafana's own proxy for the server", () => {
    const grafana = { kind: 'grafana' as const, url: 'http://prometheus:9090' };
    expect(readerOf(PROMETHEUS, [{ uid: 'a', options: {}, origin: grafana }]).certainty).toBe('unknown');
    expect(readerOf(PROMETHEUS, [])).toEqual({ uid: undefined, certainty: 'unknown' });
  });
});
