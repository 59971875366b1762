import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameSeries } from './series-names.ts';

describe('nameSeries', () => {
  it('names a lone series by the expression, or by its metric where that was kept', () => {
    expect(nameSeries([{ job: 'node' }], '', 'sum(up)')).toEqual(['sum(up)']);
    expect(nameSeries([{ __name__: 'up', job: 'node' }], '', 'up{}')).toEqual(['up']);
  });

  it('shows the labels that tell the series apart, and no others', () => {
    const all = [
      { job: 'node', instance: 'a', mount: '/' },
      { job: 'node', instance: 'a', mount: '/var' },
      { job: 'node', instance: 'b', mount: '/' },
    ];
    expect(nameSeries(all, '', 'x')).toEqual(['a /', 'a /var', 'b /']);
  });

  it('reads from the widest to the narrowest label, as in shop/api', () => {
    const all = [
      { container: 'api', namespace: 'shop' },
      { container: 'web', namespace: 'blog' },
    ];
    expect(nameSeries(all, '', 'x')).toEqual(['shop/api', 'blog/web']);
  });

  it('names a series that lacks every telling label by the expression', () => {
    expect(nameSeries([{}, { pod: 'a' }], '', 'x')).toEqual(['x', 'a']);
  });

  it('fills a format in, with blanks or quotes in it, and nothing where the label is missing', () => {
    const all = [{ pod: 'a"b\\', ns: 'x' }, { ns: 'y' }];
    expect(nameSeries(all, '{{ns}}: {{ pod }}', 'e')).toEqual(['x: a"b\\', 'y:']);
  });

  it('does not take a label value for a format', () => {
    expect(nameSeries([{ a: '{{b}} $& $1', b: 'no' }], '{{a}}', 'e')).toEqual(['{{b}} $& $1']);
  });

  it('falls back to the telling labels where the format gives nothing', () => {
    expect(nameSeries([{ pod: 'a' }, { pod: 'b' }], '{{nope}}', 'e')).toEqual(['a', 'b']);
  });

  it('numbers repeated names', () => {
    expect(nameSeries([{ a: '1' }, { a: '2' }, { a: '3' }], 'cpu', 'e')).toEqual(['cpu', 'cpu (2)', 'cpu (3)']);
  });

  it('gives no number that another series bears as its own name', () => {
    const names = nameSeries([{ a: 'x' }, { a: 'x (2)' }, { a: 'x', b: '1' }], '{{a}}', 'e');
    expect(names).toEqual(['x', 'x (2)', 'x (3)']);
  });

  it('gives every series another name, whatever the labels', () => {
    const value = fc.constantFrom('', 'x', 'x (2)', 'x (3)', 'x (2) (2)');
    const labels = fc.dictionary(fc.constantFrom('a', 'b', '__name__'), value);
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 12 }), fc.constantFrom('', '{{a}}', '{{a}} {{b}}'), (all, format) => {
        const names = nameSeries(all, format, 'x');
        expect(new Set(names).size).toBe(all.length);
      })
    );
  });
});
