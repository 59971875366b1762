import { describe, expect, it } from 'vitest';
import { recommendationOf } from '../../../tests/support/recommendation.ts';
import { chartLevels } from './chart-levels.ts';

const GIB = 2 ** 30;
const labels = (parts = {}) => chartLevels(recommendationOf(parts)).map(({ label }) => label);

describe('chartLevels', () => {
  it('compares what is set with what is recommended and with the predicted peak', () => {
    const evidence = [{ label: 'Predicted peak, upper edge of the 80% band', value: GIB / 2, unit: 'bytes' }];
    expect(labels({ evidence })).toEqual([
      'Request now 2 GiB',
      'Request recommended 1 GiB',
      'Predicted peak, at most 512 MiB',
    ]);
  });

  it('shows what is set where nothing changes', () => {
    const replays = [{ strategy: 'current', basis: 'history', request: GIB, limit: 2 * GIB }];
    expect(labels({ outcome: 'no change', changes: [], replays })).toEqual(['Request now 1 GiB', 'Limit now 2 GiB']);
  });

  it('speaks of the size of a volume', () => {
    const { target } = recommendationOf();
    const changes = [{ field: 'storage request', before: GIB, after: 2 * GIB }];
    expect(labels({ target: { ...target, resource: 'storage' }, changes })).toEqual([
      'Size now 1 GiB',
      'Size recommended 2 GiB',
    ]);
  });
});
