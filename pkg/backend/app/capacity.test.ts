import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { FakeReader } from '../../../tests/support/fake-engine.ts';
import { matchCapacity, resolveCapacity, valueOfSeries } from './capacity.ts';
import { contextOf, expectError } from './ports/kit.contract.ts';

const volume = { namespace: 'db', pvc: 'data-0', node: 'n1' };

describe('matchCapacity', () => {
  it('gives one value without labels to every series', () => {
    expect(matchCapacity(volume, [{ labels: {}, value: 5 }])).toBe(5);
    expect(matchCapacity({}, [{ labels: {}, value: 5 }])).toBe(5);
  });

  it('takes the value that agrees in all labels that both have', () => {
    const values = [
      { labels: { pvc: 'data-1' }, value: 1 },
      { labels: { pvc: 'data-0', unit: 'bytes' }, value: 2 },
    ];
    expect(matchCapacity(volume, values)).toBe(2);
  });

  it('prefers the candidate that shares the most labels, wherever it stands', () => {
    const values = [
      { labels: { namespace: 'db' }, value: 1 },
      { labels: { namespace: 'db', pvc: 'data-0' }, value: 2 },
      { labels: {}, value: 3 },
    ];
    expect(matchCapacity(volume, values)).toBe(2);
    expect(matchCapacity(volume, values.toReversed())).toBe(2);
  });

  it('gives nothing when different values fit equally well, unless a better one settles it', () => {
    const tie = [
      { labels: { namespace: 'db', class: 'a' }, value: 1 },
      { labels: { namespace: 'db', class: 'b' }, value: 2 },
    ];
    expect(matchCapacity(volume, tie)).toBeUndefined();
    expect(matchCapacity(volume, [...tie, { labels: volume, value: 3 }])).toBe(3);
    expect(matchCapacity(volume, [{ labels: volume, value: 3 }, ...tie])).toBe(3);
  });

  it('takes equal values that fit equally well', () => {
    const same = [
      { labels: { namespace: 'db', class: 'a' }, value: 7 },
      { labels: { namespace: 'db', class: 'b' }, value: 7 },
    ];
    expect(matchCapacity(volume, same)).toBe(7);
  });

  it('gives nothing where no label is shared or one contradicts', () => {
    expect(matchCapacity(volume, [{ labels: { cluster: 'x' }, value: 1 }])).toBeUndefined();
    expect(matchCapacity(volume, [{ labels: { pvc: 'data-0', node: 'n2' }, value: 1 }])).toBeUndefined();
    expect(matchCapacity({}, [{ labels: { pvc: 'data-0' }, value: 1 }])).toBeUndefined();
    expect(matchCapacity(volume, [])).toBeUndefined();
  });

  it('leaves metric names and NaN out of account', () => {
    expect(matchCapacity({ __name__: 'used', a: '1' }, [{ labels: { __name__: 'size', a: '1' }, value: 4 }])).toBe(4);
    expect(matchCapacity({ __name__: 'x' }, [{ labels: { __name__: 'x' }, value: 4 }])).toBe(4);
    const values = [
      { labels: { pvc: 'data-0' }, value: NaN },
      { labels: {}, value: 9 },
    ];
    expect(matchCapacity(volume, values)).toBe(9);
  });

  it('compares label values as they are, quotes and all', () => {
    const odd = { path: 'C:\\"temp"' };
    expect(matchCapacity(odd, [{ labels: { path: 'C:\\"temp"' }, value: 1 }])).toBe(1);
    expect(matchCapacity(odd, [{ labels: { path: 'c:\\"temp"' }, value: 1 }])).toBeUndefined();
  });
});

describe('valueOfSeries', () => {
  it('takes the series itself only, whatever its metric name', () => {
    const values = [
      { labels: {}, value: 1 },
      { labels: { namespace: 'db' }, value: 2 },
      { labels: { ...volume, extra: 'x' }, value: 3 },
      { labels: { __name__: 'used', ...volume }, value: 4 },
    ];
    expect(valueOfSeries(volume, values)).toBe(4);
    expect(valueOfSeries(volume, values.slice(0, 3))).toBeUndefined();
    expect(valueOfSeries({}, values)).toBe(1);
  });

  it('gives nothing where only the name tells two values apart', () => {
    const values = [
      { labels: { __name__: 'a', x: '1' }, value: 1 },
      { labels: { __name__: 'b', x: '1' }, value: 2 },
    ];
    expect(valueOfSeries({ x: '1' }, values)).toBeUndefined();
  });
});

describe('resolveCapacity', () => {
  const ctx = contextOf('1', 'prom');

  it.each([
    ['100', 100],
    ['0', 0],
    ['-1.5e3', -1500],
    ['0x10', 16],
  ])('takes %s for a number and asks nobody', async (text, value) => {
    const reader = new FakeReader();
    expect((await resolveCapacity(ctx, reader, text, 5))?.(volume)).toBe(value);
    expect(reader.instantCalls).toEqual([]);
  });

  it.each(['Inf', '1e999', 'sum(size)', '100GB'])('asks Prometheus for %s at the given time', async (text) => {
    const reader = new FakeReader();
    reader.instants = { [text]: [{ labels: {}, value: 8 }] };
    expect((await resolveCapacity(ctx, reader, text, 5))?.(volume)).toBe(8);
    expect(reader.instantCalls).toEqual([{ expr: text, atMs: 5 }]);
  });

  it('is undefined where no capacity is stated', async () => {
    expect(await resolveCapacity(ctx, new FakeReader(), '', 5)).toBeUndefined();
  });

  it('names the field capacity when its expression is wrong', async () => {
    const reader = new FakeReader();
    reader.failure = new HeadroomError('invalid_expression', 'Prometheus cannot parse the expression.', {
      field: 'expr',
    });
    const error = await expectError(resolveCapacity(ctx, reader, 'sum(', 5), 'invalid_expression');
    expect(error.field).toBe('capacity');
    expect(error.remedy).toContain('capacity');
  });

  it('leaves the error of a server as it is', async () => {
    const reader = new FakeReader();
    reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { field: 'url' });
    expect((await expectError(resolveCapacity(ctx, reader, 'size', 5), 'source_unreachable')).field).toBe('url');
  });
});
