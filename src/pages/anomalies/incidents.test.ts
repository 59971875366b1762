import { describe, expect, it } from 'vitest';
import { anomaly, judgedSeries, watchedSignal } from '../../../tests/support/judged-series.ts';
import { aroundIncident, cutSeries } from './around-incident.ts';
import { companionsOf, filterIncidents, othersOfSeries, selectIncidents, toIncidents } from './incidents.ts';
import { toBuckets, toLanes } from './lanes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const peak = (score: number) => ({ ...anomaly(0, 0).peak, score });
const answers = [
  {
    signal: watchedSignal('cpu'),
    answer: {
      originMs: HOUR,
      notices: [],
      series: [
        judgedSeries('checkout', [
          anomaly(10 * MINUTE, 12 * MINUTE),
          anomaly(40 * MINUTE, 41 * MINUTE, { severity: 'emergency', peak: peak(90) }),
        ]),
        judgedSeries('ledger', [anomaly(11 * MINUTE, 11 * MINUTE, { severity: 'critical', peak: peak(70) })]),
      ],
    },
  },
  { signal: watchedSignal('memory') },
];
const all = toIncidents(answers);
const names = (incidents: typeof all) => incidents.map(({ series, fromMs }) => `${series.name} ${fromMs / MINUTE}`);

describe('toIncidents', () => {
  it('lists the anomalies of all series, newest first, to the end of their last step', () => {
    expect(names(all)).toEqual(['checkout 40', 'ledger 11', 'checkout 10']);
    expect(all[2]?.untilMs).toBe(13 * MINUTE);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  });
});

describe('filterIncidents', () => {
  const none = { signal: undefined, severity: undefined, words: undefined };

  it('takes a severity and all above, words of series and labels, and one signal', () => {
    expect(names(filterIncidents(all, { ...none, severity: 'critical' }))).toEqual(['checkout 40', 'ledger 11']);
    expect(names(filterIncidents(all, { ...none, words: 'LED cpu' }))).toEqual(['ledger 11']);
    expect(filterIncidents(all, { ...none, signal: 'memory' })).toEqual([]);
    expect(filterIncidents(all, none)).toEqual(all);
  });
});

describe('selectIncidents', () => {
  it('keeps what lies at least partly in the selected cells of a lane, or of all lanes', () => {
    const lane = all[2]?.lane;
    expect(names(selectIncidents(all, { lane: undefined, fromMs: 12 * MINUTE, toMs: 40 * MINUTE }))).toEqual([
      'checkout 10',
    ]);
    expect(names(selectIncidents(all, { lane: undefined, fromMs: 11 * MINUTE, toMs: 12 * MINUTE }))).toEqual([
      'ledger 11',
      'checkout 10',
    ]);
    expect(names(selectIncidents(all, { lane, fromMs: 0, toMs: HOUR }))).toEqual(['checkout 40', 'checkout 10']);
    expect(selectIncidents(all, undefined)).toEqual(all);
  });
});

describe('what else there was', () => {
  it('at the same time in other series, and at other times in this one', () => {
    const [, ledger, checkout] = all;
    expect(names(companionsOf(checkout!, all))).toEqual(['ledger 11']);
    expect(names(othersOfSeries(checkout!, all))).toEqual(['checkout 40']);
    expect(othersOfSeries(ledger!, all)).toEqual([]);
  });
});

describe('toBuckets', () => {
  it('cuts a range on whole hours or days into no more than there is room for', () => {
    const week = toBuckets(30 * MINUTE, 7 * 24 * HOUR, 60);
    expect(week[0]).toEqual([0, 3 * HOUR]);
    expect(week.at(-1)?.[1]).toBe(7 * 24 * HOUR);
    expect(week).toHaveLength(56);
    for (const hours of [1, 5, 24, 24 * 40, 24 * 4_000]) {
      expect(toBuckets(MINUTE, MINUTE + hours * HOUR, 60).length).toBeLessThanOrEqual(60);
    }
  });
});

describe('toLanes', () => {
  const lanes = toLanes(all, toBuckets(0, HOUR, 13), true);

  it('gives everything, then the series with the highest score first', () => {
    expect(lanes.map(({ name }) => name)).toEqual(['All series', 'checkout', 'ledger']);
    expect(lanes[0]?.cells.map(({ severity }) => severity ?? '-')).toEqual(
      '- - critical - - - - - emergency - - -'.split(' ')
    );
    expect(lanes[0]?.cells[2]).toMatchObject({ count: 2, score: 70 });
    expect(lanes[1]?.cells[2]).toMatchObject({ count: 1, score: 60, severity: 'warning' });
  });

  it('claims nothing of signals that have not been read yet', () => {
    expect(toLanes(all, toBuckets(0, HOUR, 13), false)[0]?.name).toBe('All series so far');
  });

  it('agrees with the table: a cell counts what selecting it shows', () => {
    for (const { key, cells } of lanes) {
      for (const { fromMs, toMs, count } of cells) {
        expect(selectIncidents(all, { lane: key, fromMs, toMs })).toHaveLength(count);
      }
    }
  });

  it('has ten series at most', () => {
    const many = Array.from({ length: 15 }, (_, i) => judgedSeries(`s${i}`, [anomaly(0, MINUTE)]));
    const answer = { originMs: HOUR, notices: [], series: many };
    expect(toLanes(toIncidents([{ signal: watchedSignal('x'), answer }]), toBuckets(0, HOUR, 13), true)).toHaveLength(
      11
    );
  });
});

describe('the chart of an incident', () => {
  it('shows it among what was usual, within what there is', () => {
    expect(aroundIncident(all[2]!, HOUR)).toEqual([0, HOUR]);
  });

  it('cuts every column at the same samples', () => {
    const cut = cutSeries(all[2]!.series, 9.5 * MINUTE, 15 * MINUTE);
    expect(cut.startMs).toBe(10 * MINUTE);
    const { values, expected, score, severity, bands } = cut;
    for (const column of [values, expected, score, severity, bands[0]!.lower, bands[1]!.upper]) {
      expect(column).toHaveLength(6);
    }
    expect(cut.anomalies).toHaveLength(1);
  });
});
