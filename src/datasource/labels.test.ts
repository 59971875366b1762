import { describe, expect, it, vi } from 'vitest';
import { rememberLabels } from './labels.ts';

describe('rememberLabels', () => {
  it('asks each question once', async () => {
    const values = vi.fn((label: string) => Promise.resolve([label]));
    const names = vi.fn(() => Promise.resolve(['job']));
    const labels = rememberLabels({ values, names });
    expect(await labels.values('a')).toEqual(await labels.values('a'));
    await labels.values('a', { match: 'up' });
    await labels.values('b');
    await labels.names();
    await labels.names();
    expect(values.mock.calls.map(([label]) => label)).toEqual(['a', 'a', 'b']);
    expect(names).toHaveBeenCalledTimes(1);
  });

  it('asks again after a failure', async () => {
    const values = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue(['x']);
    const labels = rememberLabels({ values, names: vi.fn() });
    await expect(labels.values('a')).rejects.toThrow('down');
    expect(await labels.values('a')).toEqual(['x']);
  });
});
