import { describe, expect, it } from 'vitest';
import {
  breachingSeries,
  forecastAnswer,
  ORIGIN_MS,
  predictedSeries,
  unpredictedSeries,
} from '../../../../tests/support/answers.ts';
import { decodeFrame } from '../../../../tests/support/decode-frame.ts';
import type { SeriesForecast } from '../../app/forecast-query.ts';
import { encodeFrame } from './arrow.ts';
import { forecastFrames, predictedFrames } from './forecast-frames.ts';
import type { Frame } from './frame.ts';

const HOUR = 3_600_000;
const TIMES = [-2, -1, 0, 1, 2].map((hours) => ORIGIN_MS + hours * HOUR);

/** As a panel receives it. */
function received(frames: readonly Frame[]) {
  return frames.map((frame) => decodeFrame(encodeFrame(frame)));
}

const blue = { mode: 'fixed', fixedColor: 'blue' };
const band = {
  lineWidth: 0,
  showPoints: 'never',
  spanNulls: false,
  hideFrom: { viz: false, legend: true, tooltip: false },
};

const { answer: breachAnswer } = breachingSeries();
const distribution = breachAnswer.kind === 'breach' ? breachAnswer.breach : expect.fail('The series has a breach.');

describe('forecastFrames', () => {
  it('names the stored forecast that it came from, and nothing on the fast path', () => {
    const stored = { id: 'f', name: 'Volumes', model: 'ensemble' as const, trainedMs: ORIGIN_MS };
    const answer = forecastAnswer([predictedSeries()]);
    const served = (of: typeof answer) => forecastFrames(of, 'A')[0]?.meta['custom'];
    expect(served({ ...answer, stored })).toMatchObject({ headroom: { served: 'stored', stored } });
    expect(served(answer)).not.toHaveProperty('headroom.served');
  });

  it('draws actual, bands from the widest, predicted and capacity, as UX.md has it', () => {
    const [frame, ...more] = received(forecastFrames(forecastAnswer([predictedSeries({ capacity: 9 })]), 'A'));
    expect(more).toEqual([]);
    const golden = [
      ['time', {}, {}, TIMES],
      [
        'actual',
        { node: 'a', headroom: 'actual' },
        {
          displayNameFromDS: 'a',
          color: blue,
          custom: { lineWidth: 1, fillOpacity: 0, showPoints: 'never', spanNulls: false },
        },
        [1, null, 3, null, null],
      ],
      [
        'lower95',
        { node: 'a', headroom: 'lower95' },
        { displayNameFromDS: 'a 95% lower', color: blue, custom: { ...band, fillOpacity: 0 } },
        [null, null, null, 3, 3.5],
      ],
      [
        'upper95',
        { node: 'a', headroom: 'upper95' },
        {
          displayNameFromDS: 'a 95% upper',
          color: blue,
          custom: { ...band, fillOpacity: 10, fillBelowTo: 'a 95% lower' },
        },
        [null, null, null, 5, 7],
      ],
      [
        'lower80',
        { node: 'a', headroom: 'lower80' },
        { displayNameFromDS: 'a 80% lower', color: blue, custom: { ...band, fillOpacity: 0 } },
        [null, null, null, 3.5, 4],
      ],
      [
        'upper80',
        { node: 'a', headroom: 'upper80' },
        {
          displayNameFromDS: 'a 80% upper',
          color: blue,
          custom: { ...band, fillOpacity: 15, fillBelowTo: 'a 80% lower' },
        },
        [null, null, null, 4.5, 6],
      ],
      [
        'predicted',
        { node: 'a', headroom: 'predicted' },
        {
          displayNameFromDS: 'a predicted',
          color: blue,
          custom: {
            lineWidth: 2,
            lineStyle: { fill: 'dash', dash: [6, 4] },
            fillOpacity: 0,
            showPoints: 'never',
            spanNulls: false,
          },
        },
        [null, null, 3, 4, 5],
      ],
      [
        'capacity',
        { node: 'a', headroom: 'capacity' },
        {
          displayNameFromDS: 'a capacity',
          color: { mode: 'fixed', fixedColor: 'red' },
          custom: {
            lineWidth: 1,
            lineStyle: { fill: 'dash', dash: [10, 10] },
            fillOpacity: 0,
            showPoints: 'never',
          },
        },
        [9, 9, 9, 9, 9],
      ],
    ] as const;
    expect(frame?.fields).toEqual(golden.map(([name, labels, config, values]) => ({ name, labels, config, values })));
  });

  it('says in the metadata what the frame is, and all that a panel of ours needs', () => {
    const answer = forecastAnswer([predictedSeries({ capacity: 9 })], ['Of all.']);
    const [frame] = received(forecastFrames(answer, 'A'));
    expect(frame).toMatchObject({ name: 'a', refId: 'A' });
    expect(frame?.meta).toEqual({
      type: 'timeseries-wide',
      typeVersion: [0, 1],
      notices: [
        { severity: 'warning', text: 'Of all.' },
        { severity: 'warning', text: 'a: A gap of 3 h was filled.' },
      ],
      custom: {
        headroom: {
          kind: 'forecast',
          originMs: ORIGIN_MS,
          stepMs: HOUR,
          capacity: 9,
          notices: ['A gap of 3 h was filled.'],
          trust: expect.objectContaining({ model: 'fourier-ar', gainOverSeasonalNaive: null }) as unknown,
        },
      },
    });
  });

  it('carries the breach that was asked for, with times beyond the horizon as null', () => {
    const breach = { ...breachingSeries(), direction: 'up' as const };
    const open = { ...breach, answer: { ...breach.answer, breach: { ...distribution, latestMs: undefined } } };
    const headroomOf = (series: SeriesForecast) =>
      (received(forecastFrames(forecastAnswer([series]), 'A'))[0]?.meta['custom'] as { headroom: object }).headroom;
    expect(headroomOf(predictedSeries({ capacity: 100, breach }))).toMatchObject({
      breach: {
        direction: 'up',
        current: 75,
        state: 'likely',
        probability: 0.75,
        earliestMs: distribution.earliestMs,
        medianMs: distribution.medianMs,
        latestMs: distribution.latestMs,
        cumulative: [0.25, 0.75],
      },
    });
    expect(headroomOf(predictedSeries({ breach: open }))).toMatchObject({
      breach: { latestMs: null },
    });
    expect(headroomOf(predictedSeries())).not.toHaveProperty('breach');
  });

  it('shows the history of a series without a forecast, and says why there is none', () => {
    const [frame] = received(forecastFrames(forecastAnswer([unpredictedSeries()]), 'A'));
    expect(frame?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['time', TIMES.slice(0, 3)],
      ['actual', [1, null, 3]],
    ]);
    const reason = 'It has 3 points; at least 10 are needed.';
    expect(frame?.meta['notices']).toEqual([{ severity: 'warning', text: `b: ${reason}` }]);
    expect(frame?.meta['custom']).toMatchObject({ headroom: { missing: { kind: 'not-enough-data', reason } } });
  });

  it('begins with the first predicted step where no history is shown', () => {
    const { actual } = predictedSeries();
    const none = { ...actual, startMs: ORIGIN_MS + HOUR, values: new Float64Array(0) };
    const [frame] = received(forecastFrames(forecastAnswer([predictedSeries({ actual: none })]), 'A'));
    expect(frame?.fields.find(({ name }) => name === 'predicted')?.values).toEqual([4, 5]);
    expect(frame?.fields[0]?.values).toEqual(TIMES.slice(3));
  });

  it('gives each series its own hue, the names of a whole answer only once, and notices on the first frame', () => {
    const names = Array.from({ length: 10 }, (_, i) => `s${i}`);
    const frames = received(forecastFrames(forecastAnswer(names.map((name) => predictedSeries({ name }))), 'A'));
    const displays = frames.flatMap(({ fields }) => fields.map(({ config }) => config['displayNameFromDS']));
    const shown = displays.filter((name) => name !== undefined);
    expect(new Set(shown).size).toBe(shown.length);
    const hues = frames.map(({ fields }) => (fields[1]?.config['color'] as { fixedColor: string }).fixedColor);
    expect(new Set(hues.slice(0, 8)).size).toBe(8);
    expect(hues).not.toContain('red');
    expect(frames.filter(({ meta }) => 'notices' in meta)).toHaveLength(1);
  });

  it('draws bands of up to three series; of more they are sent but hidden', () => {
    const hidden = (count: number) => {
      const all = Array.from({ length: count }, (_, i) => predictedSeries({ name: `s${i}`, capacity: 9 }));
      const [frame] = received(forecastFrames(forecastAnswer(all), 'A'));
      const isHidden = ({ custom }: Readonly<Record<string, unknown>>) =>
        (custom as { hideFrom?: { viz: boolean } } | undefined)?.hideFrom?.viz === true;
      return frame?.fields.filter(({ config }) => isHidden(config)).map(({ name }) => name);
    };
    expect(hidden(3)).toEqual([]);
    expect(hidden(4)).toEqual(['lower95', 'upper95', 'lower80', 'upper80', 'capacity']);
  });

  it('is one empty frame with the notices when there is no series', () => {
    expect(received(forecastFrames(forecastAnswer([], ['No series.']), 'A'))).toEqual([
      { name: '', refId: 'A', meta: { notices: [{ severity: 'warning', text: 'No series.' }] }, fields: [] },
    ]);
  });

  it('shows ten notices at most, each once, and counts the rest', () => {
    const notices = ['same', 'same', ...Array.from({ length: 12 }, (_, i) => `notice ${i}`)];
    const [frame] = received(forecastFrames(forecastAnswer([], notices), 'A'));
    const texts = (frame?.meta['notices'] as { text: string }[]).map(({ text }) => text);
    expect(texts).toHaveLength(10);
    expect(texts.slice(0, 2)).toEqual(['same', 'notice 0']);
    expect(texts.at(-1)).toBe('4 more notices of this kind are left out.');
  });
});

describe('predictedFrames', () => {
  it('gives rules the predicted line alone, with the labels of the series and no others', () => {
    expect(received(predictedFrames(forecastAnswer([predictedSeries({ capacity: 9 })]), 'A'))).toEqual([
      {
        name: 'a',
        refId: 'A',
        meta: { type: 'timeseries-multi', typeVersion: [0, 1], notices: [] },
        fields: [
          { name: 'time', labels: {}, config: {}, values: TIMES.slice(3) },
          { name: 'predicted', labels: { node: 'a' }, config: {}, values: [4, 5] },
        ],
      },
    ]);
  });

  it('leaves out series without a forecast and says why', () => {
    const frames = received(
      predictedFrames(forecastAnswer([unpredictedSeries(), predictedSeries()], ['Of all.']), 'A')
    );
    expect(frames.map(({ name }) => name)).toEqual(['a']);
    expect(frames[0]?.meta['notices']).toEqual([
      { severity: 'warning', text: 'Of all.' },
      { severity: 'warning', text: 'b: It has 3 points; at least 10 are needed.' },
    ]);
  });

  it('is an empty frame, which rules take for no data, when no series has a forecast', () => {
    expect(received(predictedFrames(forecastAnswer([unpredictedSeries()]), 'A'))).toEqual([
      {
        name: '',
        refId: 'A',
        meta: { notices: [{ severity: 'warning', text: 'b: It has 3 points; at least 10 are needed.' }] },
        fields: [],
      },
    ]);
  });
});
