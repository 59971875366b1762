import { describe, expect, it } from 'vitest';
import { readForecastMeta } from './frame-meta.ts';

describe('readForecastMeta', () => {
  const headroom = { kind: 'forecast', originMs: 1, stepMs: 2 };

  it('knows the frames of the engine', () => {
    expect(readForecastMeta({ headroom })).toBe(headroom);
  });

  it.each([
    undefined,
    {},
    { headroom: { served: 'stored' } },
    { headroom: { ...headroom, kind: 'anomaly' } },
    { headroom: { ...headroom, originMs: 'now' } },
    { headroom: { ...headroom, stepMs: 0 } },
  ])('takes no other: %j', (custom) => {
    expect(readForecastMeta(custom)).toBeUndefined();
  });
});
