import { describe, expect, it } from 'vitest';
import { literal, seriesTemplate } from './alert-summary.ts';

describe('seriesTemplate', () => {
  it('names the labels that tell the series apart', () => {
    const all = [
      { __name__: 'x', job: 'k', ns: 'a', pvc: '1' },
      { __name__: 'y', job: 'k', ns: 'a', pvc: '2' },
    ];
    expect(seriesTemplate(all, '')).toBe('{{ $labels.pvc }}');
  });

  it('names all labels of a lone series, and nothing of one without', () => {
    expect(seriesTemplate([{ __name__: 'x', ns: 'a', job: 'k' }], '')).toBe('{{ $labels.job }}/{{ $labels.ns }}');
    expect(seriesTemplate([{}], '')).toBe('');
    expect(seriesTemplate([], '')).toBe('');
  });

  it('takes labels with any name', () => {
    const all = [{ 'k8s.pod-name': 'a', 'grüße "x"': '1' }, { 'k8s.pod-name': 'b' }];
    expect(seriesTemplate(all, '')).toBe('{{ index $labels "grüße \\"x\\"" }}/{{ index $labels "k8s.pod-name" }}');
  });

  it('follows the legend', () => {
    expect(seriesTemplate([{ a: '1' }], '{{ a }} on {{node.name}}')).toBe(
      '{{ $labels.a }} on {{ index $labels "node.name" }}'
    );
    expect(seriesTemplate([{ a: '1' }], 'plain')).toBe('{{ $labels.a }}');
  });
});

describe('literal', () => {
  it('lets no text be taken for a template', () => {
    expect(literal('{{ .Secret }}')).toBe('{{ "{{" }} .Secret }}');
  });
});
