import { describe, expect, it } from 'vitest';
import { unitInDashboard } from './panel-unit.ts';

const panel = (id: number, unit?: string) => ({ id, fieldConfig: { defaults: unit === undefined ? {} : { unit } } });

describe('unitInDashboard', () => {
  it('finds a panel at the top and in a row', () => {
    const dashboard = { panels: [panel(1, 'bytes'), { id: 2, type: 'row', panels: [panel(3, 'percent')] }] };
    expect(unitInDashboard(dashboard, 1)).toBe('bytes');
    expect(unitInDashboard(dashboard, 3)).toBe('percent');
  });

  it('finds a panel of the second schema', () => {
    const element = { kind: 'Panel', spec: { id: 4, vizConfig: { spec: panel(4, 's') } } };
    expect(unitInDashboard({ elements: { 'panel-4': element } }, 4)).toBe('s');
  });

  it('gives nothing where there is none', () => {
    expect(unitInDashboard({ panels: [panel(1)] }, 1)).toBeUndefined();
    expect(unitInDashboard({ panels: [panel(1, 'bytes')] }, 2)).toBeUndefined();
    expect(unitInDashboard(undefined, 1)).toBeUndefined();
    expect(unitInDashboard({ panels: 'none', elements: null }, 1)).toBeUndefined();
  });
});
