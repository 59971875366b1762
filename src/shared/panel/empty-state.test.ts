// @vitest-environment jsdom
import { createDataFrame, type DataFrame, dateTime, FieldType, LoadingState, type PanelData } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { emptyReason } from './empty-state.ts';

const now = dateTime(0);
const data = (series: DataFrame[], more: Partial<PanelData> = {}): PanelData => ({
  state: LoadingState.Done,
  series,
  timeRange: { from: now, to: now, raw: { from: 'now-1h', to: 'now' } },
  ...more,
});
const time = (values: number[]) => ({ name: 'time', type: FieldType.time, values });
const number = (values: number[]) => ({ name: 'value', type: FieldType.number, values });

describe('emptyReason', () => {
  it('waits while the data is on its way', () => {
    expect(emptyReason(data([], { state: LoadingState.Loading }))).toBeUndefined();
  });

  it('tells what the data source says', () => {
    expect(emptyReason(data([], { errors: [{ message: 'Down.' }] }))).toEqual({
      message: 'The query failed.',
      remedy: 'Down.',
    });
    const silent = emptyReason(data([], { state: LoadingState.Error }));
    expect(silent?.message).toBe('The query failed.');
    expect(silent?.remedy).toContain('does not say why');
    const said = createDataFrame({ meta: { notices: [{ severity: 'warning', text: 'No such metric.' }] }, fields: [] });
    expect(emptyReason(data([said]))).toEqual({ message: 'No data.', remedy: 'No such metric.' });
  });

  it('says that the engine is away where it is, and what to do', () => {
    const away = { status: 502, message: 'plugin unavailable', data: { message: 'plugin unavailable' } };
    // Where Grafana puts the failure of a whole call.
    const failed = (type: string) => {
      const request = { targets: [{ refId: 'A', datasource: { type } }] };
      return { state: LoadingState.Error, error: away, request } as unknown as Partial<PanelData>;
    };
    expect(emptyReason(data([], failed('headroom-capacity-datasource')))).toEqual({
      message: 'The Headroom engine does not answer.',
      remedy: expect.stringContaining('try again') as string,
    });
    expect(emptyReason(data([], failed('prometheus')))?.remedy).toBe('plugin unavailable');
  });

  it.each([
    ['No data.', []],
    ['The query returns no times.', [createDataFrame({ fields: [number([1])] })]],
    ['The query returns no numbers.', [createDataFrame({ fields: [time([1])] })]],
    ['The query returns one moment only.', [createDataFrame({ fields: [time([1, 1]), number([1, 2])] })]],
    ['Nothing to draw.', [createDataFrame({ fields: [time([1, 2]), number([1, 2])] })]],
  ])('says: %s', (message, frames) => {
    expect(emptyReason(data(frames))?.message).toBe(message);
  });
});
