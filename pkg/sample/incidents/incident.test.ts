import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../series.ts';
import { disturbanceOf } from './disturbance.ts';
import { INCIDENT_KINDS, type Incident, incidentNow, type IncidentKind, plannedIncidents } from './incident.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const VICTIMS = ['a', 'b', 'c', 'd'].map((name) => ({ namespace: 'n', name }));
const A = { namespace: 'n', name: 'a' };

describe('plannedIncidents', () => {
  it.each([1, 2, 3, 4, 5])('strike each victim again and again, with days of quiet between, with seed %i', (seed) => {
    const planned = plannedIncidents(seed, ANCHOR, VICTIMS);
    for (const { name } of VICTIMS) {
      const mine = planned.filter((one) => one.workload === name);
      expect(mine.length).toBeGreaterThanOrEqual(5);
      mine.forEach((one, i) => {
        expect(one.fromMs).toBeGreaterThan(ANCHOR - 15 * DAY - 1);
        expect(one.untilMs).toBeLessThan(ANCHOR - 12 * HOUR);
        expect(one.fromMs - (mine[i - 1]?.untilMs ?? -Infinity)).toBeGreaterThan(DAY);
      });
    }
    expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(INCIDENT_KINDS));
    const together = planned.filter(({ group }) => group === 'correlated');
    expect(together).toHaveLength(4);
    expect(new Set(together.map(({ fromMs }) => fromMs)).size).toBe(1);
  });

  it('break no season where there is none', () => {
    const steady = VICTIMS.map((victim) => ({ ...victim, isSteady: true }));
    for (let seed = 1; seed <= 10; seed++) {
      const kinds = plannedIncidents(seed, ANCHOR, steady).map(({ kind }) => kind);
      expect(new Set(kinds)).toEqual(new Set(INCIDENT_KINDS.filter((kind) => kind !== 'season-break')));
    }
  });

  it('depend on the seed and on nothing else', () => {
    expect(plannedIncidents(7, ANCHOR, VICTIMS)).toEqual(plannedIncidents(7, ANCHOR, VICTIMS));
    expect(plannedIncidents(7, ANCHOR, VICTIMS)).not.toEqual(plannedIncidents(8, ANCHOR, VICTIMS));
  });
});

describe('disturbanceOf', () => {
  const of = (kind: IncidentKind, factor = 3): Incident =>
    incidentNow(A, kind, { fromMs: ANCHOR, lengthMs: HOUR, factor });
  const alone = (one: Incident) => disturbanceOf(A, { planned: [one], injected: [] });
  const middle = ANCHOR + 30 * MINUTE;

  it('leaves other times and other workloads alone', () => {
    const { moment, factor } = alone(of('spike'));
    for (const t of [ANCHOR - 1, ANCHOR + HOUR]) {
      expect([moment(t), factor(t)]).toEqual([t, 1]);
    }
    const other = disturbanceOf({ namespace: 'm', name: 'a' }, { planned: [of('spike')], injected: [of('drop')] });
    expect([other.moment(middle), other.factor(middle)]).toEqual([middle, 1]);
  });

  it('multiplies the load in spikes, shifts and drops, without a jump at either end', () => {
    expect(alone(of('spike')).factor(middle)).toBe(3);
    expect(alone(of('drop', 0.1)).factor(middle)).toBeCloseTo(0.1, 12);
    expect(alone(of('shift')).factor(ANCHOR + 1000)).toBeLessThan(1.1);
    expect(alone(of('shift')).factor(ANCHOR + HOUR - 1000)).toBeLessThan(1.1);
  });

  it('drifts away steadily', () => {
    expect(alone(of('drift')).factor(middle)).toBe(2);
  });

  it('stops the clock of a flatline and puts a broken season half a day out of step', () => {
    expect(alone(of('flatline')).moment(middle)).toBe(ANCHOR);
    expect(alone(of('season-break')).moment(middle)).toBe(middle - 12 * HOUR);
  });

  it('sees what is injected later and cut short', () => {
    const injected: Incident[] = [];
    const { factor } = disturbanceOf(A, { planned: [], injected });
    expect(factor(middle)).toBe(1);
    injected.push(of('spike'));
    expect(factor(middle)).toBe(3);
    injected.splice(0, 1, { ...of('spike'), untilMs: middle });
    expect(factor(middle)).toBe(1);
  });
});
