import { describe, expect, it, vi } from 'vitest';
import { sourceLabels } from '../labels.ts';
import { findVariableValues } from './find-values.ts';

function fakeSource(answer: unknown) {
  const getResource = vi.fn().mockResolvedValue(answer);
  return { getResource, labels: sourceLabels(getResource) };
}

describe('findVariableValues', () => {
  it('asks for label values of the matching series', async () => {
    const { getResource, labels } = fakeSource({ values: ['n1', 'n2'] });
    expect(await findVariableValues(labels, 'label_values(up, node)')).toEqual([
      { text: 'n1', value: 'n1' },
      { text: 'n2', value: 'n2' },
    ]);
    expect(getResource).toHaveBeenCalledWith('v1/source/label-values', { label: 'node', match: 'up', limit: 10_000 });
  });

  it('asks for label names', async () => {
    const { getResource, labels } = fakeSource({ names: ['job'] });
    expect(await findVariableValues(labels, 'label_names()')).toEqual([{ text: 'job', value: 'job' }]);
    expect(getResource).toHaveBeenCalledWith('v1/source/label-names', {});
  });

  it('names the known forms when it does not understand', async () => {
    const { labels } = fakeSource({});
    await expect(findVariableValues(labels, 'up')).rejects.toThrow(/"up".*label_values\(label\)/);
  });
});
