/** The unit of a panel in the JSON of its dashboard; `undefined` when it has none or is not there. */
export function unitInDashboard(dashboard: unknown, panelId: number): string | undefined {
  return isRecord(dashboard)
    ? (unitInPanels(dashboard['panels'], panelId) ?? unitInElements(dashboard, panelId))
    : undefined;
}

/** Panels may lie in rows. */
function unitInPanels(panels: unknown, panelId: number): string | undefined {
  for (const panel of Array.isArray(panels) ? panels.filter(isRecord) : []) {
    const unit = panel['id'] === panelId ? unitOf(panel['fieldConfig']) : unitInPanels(panel['panels'], panelId);
    if (unit !== undefined) {
      return unit;
    }
  }
  return undefined;
}

/** The second version of the dashboard's schema. */
function unitInElements({ elements }: Record<string, unknown>, panelId: number): string | undefined {
  const specs = isRecord(elements) ? Object.values(elements).map((element) => at(element, 'spec')) : [];
  const spec = specs.find((one) => at(one, 'id') === panelId);
  return unitOf(at(spec, 'vizConfig', 'spec', 'fieldConfig'));
}

function unitOf(fieldConfig: unknown): string | undefined {
  const unit = at(fieldConfig, 'defaults', 'unit');
  return typeof unit === 'string' && unit !== '' ? unit : undefined;
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
