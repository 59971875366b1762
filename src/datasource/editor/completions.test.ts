import { describe, expect, it, vi } from 'vitest';
import { findCompletions } from './completions.ts';

const fakeLabels = (metrics: string[] = ['up']) => ({
  names: vi.fn((_match?: string) => Promise.resolve(['__name__', 'job'])),
  values: vi.fn((label: string, options?: { match?: string; limit?: number }) =>
    Promise.resolve(label === '__name__' ? metrics : [`${label} of ${options?.match ?? 'all'}`])
  ),
});

describe('findCompletions', () => {
  it('offers metrics first, then functions', async () => {
    const { items, hasMore } = await findCompletions({ kind: 'expression', prefix: 'u' }, fakeLabels());
    expect(items[0]).toEqual({ text: 'up', kind: 'metric' });
    expect(items).toContainEqual({ text: 'rate', kind: 'function' });
    expect(hasMore).toBe(false);
  });

  it('narrows by the letters typed when the server has more metrics than fit', async () => {
    const labels = fakeLabels(Array.from({ length: 5_000 }, (_, i) => `m${i}`));
    const { hasMore } = await findCompletions({ kind: 'expression', prefix: 'node_' }, labels);
    expect(hasMore).toBe(true);
    expect(labels.values).toHaveBeenLastCalledWith('__name__', { match: '{__name__=~"node_.*"}', limit: 5_000 });
  });

  it('offers the labels of a metric, and not its name', async () => {
    const labels = fakeLabels();
    const { items } = await findCompletions({ kind: 'label-name', metric: 'up', prefix: '' }, labels);
    expect(items).toEqual([{ text: 'job', kind: 'label' }]);
    expect(labels.names).toHaveBeenCalledWith('up');
  });

  it('offers the values of a label on a metric', async () => {
    const context = { kind: 'label-value', metric: 'up', label: 'job', prefix: '' } as const;
    const { items } = await findCompletions(context, fakeLabels());
    expect(items).toEqual([{ text: 'job of up', kind: 'value' }]);
  });

  it('offers nothing where nothing fits', async () => {
    expect((await findCompletions({ kind: 'nothing' }, fakeLabels())).items).toEqual([]);
  });
});
