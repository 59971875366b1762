// @vitest-environment jsdom
import { createDataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { readAnnotations } from './annotation-frames.ts';

const time = (values: number[]) => ({ name: 'time', type: FieldType.time, values });

describe('readAnnotations', () => {
  it('reads moments and stretches with their words', () => {
    const frame = createDataFrame({
      fields: [
        time([10, 20]),
        { name: 'timeEnd', type: FieldType.time, values: [10, 30] },
        { name: 'isRegion', type: FieldType.boolean, values: [false, true] },
        { name: 'color', type: FieldType.string, values: ['red', ''] },
        { name: 'title', type: FieldType.string, values: ['Deployed', null] },
        {
          name: 'text',
          type: FieldType.string,
          values: ['by <b>CI</b> &amp; <a href="javascript:x()">me</a>', 'Backup'],
        },
        { name: 'tags', type: FieldType.other, values: [['deploy', 'web'], []] },
      ],
    });
    expect(readAnnotations([frame])).toEqual([
      { fromMs: 10, color: 'red', title: 'Deployed', text: 'by CI & me', tags: ['deploy', 'web'] },
      { fromMs: 20, toMs: 30, title: '', text: 'Backup', tags: [] },
    ]);
  });

  it('leaves out exemplars and rows without a time', () => {
    const exemplars = createDataFrame({ name: 'exemplar', fields: [time([1])] });
    const timeless = createDataFrame({ fields: [{ name: 'text', type: FieldType.string, values: ['x'] }] });
    expect(readAnnotations([exemplars, timeless])).toEqual([]);
    expect(readAnnotations(undefined)).toEqual([]);
  });
});
