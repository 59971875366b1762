// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { anomaly, judgedSeries } from '../../../tests/support/judged-series.ts';
import { chartSummary } from '../chart/chart-summary.ts';
import { tooltipRows } from '../chart/tooltip-rows.ts';
import { valueUnit } from '../forecast/units.ts';
import { deviationText, explain, lengthText, usualPhrase, usualText } from './anomaly-words.ts';
import { toJudgedView } from './judged-view.ts';
import { gravest } from './severity.ts';

const MINUTE = 60_000;
const cores = valueUnit('suffix:cores');
const tuesday = Date.UTC(2026, 10, 24, 14);
const incident = anomaly(tuesday - MINUTE, tuesday + MINUTE);

describe('explain', () => {
  it('says value, usual span with one unit, moment, reason and score', () => {
    expect(explain(incident, { unit: cores, timeZone: 'utc' }).replaceAll('\u00a0', ' ')).toBe(
      '5 cores, usually 1–3 cores at this time (Tue 24 Nov, 14:00 UTC). ' +
        '6.1 robust standard deviations above the usual value. Score 60.'
    );
  });

  it('does without a band and without a reason', () => {
    const peak = { ...incident.peak, lower: null, upper: null, expected: null };
    expect(explain({ peak, evidence: [] }, { unit: cores, timeZone: 'utc' })).toBe(
      '5 cores (Tue 24 Nov, 14:00 UTC). Score 60.'
    );
  });
});

describe('explain, of a value within what is usual', () => {
  const within = { ...incident, peak: { ...incident.peak, value: 2 } };

  it('does not say that something else is usual', () => {
    expect(explain(within, { unit: cores, timeZone: 'utc' }).replaceAll('\u00a0', ' ')).toBe(
      '2 cores, within the usual 1–3 cores at this time (Tue 24 Nov, 14:00 UTC). ' +
        'Unusual for another reason: 6.1 robust standard deviations above the usual value. Score 60.'
    );
  });

  it('counts the edges of the band as within it, and nothing where there is no band', () => {
    expect(usualPhrase({ ...incident.peak, value: 3 }, cores)).toMatch(/^within the usual /);
    expect(usualPhrase({ ...incident.peak, value: 3.1 }, cores)).toMatch(/^usually /);
    expect(usualPhrase({ ...incident.peak, lower: null, upper: null }, cores)).toBe('usually 2 cores');
    expect(usualPhrase({ ...incident.peak, lower: null, upper: null, expected: null }, cores)).toBeUndefined();
  });
});

describe('usualText', () => {
  it('says one value where both ends read alike', () => {
    const text = usualText({ lower: 162_800, upper: 162_900, expected: 162_850 }, valueUnit('binBps'));
    expect(text?.replaceAll('\u00a0', ' ')).toBe('159 KiB/s');
  });

  it('keeps both units where they differ', () => {
    const text = usualText({ lower: 1024, upper: 3 * 1024 ** 2, expected: 2 }, valueUnit('bytes'));
    expect(text?.replaceAll('\u00a0', ' ')).toBe('1 KiB–3 MiB');
  });
});

describe('deviationText', () => {
  it('gives the difference and its share, unless that says nothing', () => {
    expect(deviationText(incident, cores)).toBe('+3 cores (+150%)');
    const fallen = { peak: { ...incident.peak, value: 1, expected: 4 } };
    expect(deviationText(fallen, cores)).toBe('−3 cores (−75%)');
    expect(deviationText({ peak: { ...incident.peak, expected: 0 } }, cores)).toBe('+5 cores');
  });
});

describe('lengthText', () => {
  it.each([
    [10_000, 'under a minute'],
    [45 * MINUTE, '45 min'],
    [200 * MINUTE, '3 h 20 min'],
    [120 * MINUTE, '2 h'],
    [52 * 60 * MINUTE, '2 d 4 h'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(lengthText(milliseconds)).toBe(text);
  });
});

describe('gravest', () => {
  it('is none of none', () => {
    expect(gravest(['info', 'critical', 'warning'])).toBe('critical');
    expect(gravest([])).toBeUndefined();
  });
});

describe('a judged series in the chart', () => {
  const series = judgedSeries('checkout', [anomaly(10 * MINUTE, 12 * MINUTE, { severity: 'critical' })]);
  const view = toJudgedView(series, { unit: cores, timeZone: 'utc', nowMs: 60 * MINUTE });

  it('tells value, usual span, score and severity on hover, and explains itself within an anomaly', () => {
    const { rows, note } = tooltipRows(view, 11);
    expect(rows.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Actual: 2 cores',
      'Usual: 1 cores – 3 cores',
      'Score: 7',
      'Severity: Critical',
    ]);
    expect(note).toMatch(/usually .* Score 60\.$/);
    expect(tooltipRows(view, 20)).toMatchObject({ note: undefined, rows: { length: 3 } });
  });

  it('sums itself up', () => {
    expect(chartSummary(view)).toBe(
      'Anomalies of checkout. 2 cores at the end. 1 anomaly, the worst critical. The last began Thu 1 Jan, 00:10 UTC.'
    );
  });
});
