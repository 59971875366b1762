import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Panel {
  readonly title: string;
  readonly targets?: readonly Readonly<Record<string, unknown>>[];
}

/** A query as the dashboard holds it. */
export type DashboardQuery = Readonly<Record<string, unknown>> & { readonly queryType: string; readonly expr: string };

/** The first query of a panel of the shipped dashboard, its variables filled in. */
export function dashboardQuery(title: string, variables: Readonly<Record<string, string>> = {}): DashboardQuery {
  const file = join(import.meta.dirname, '../../dashboards/capacity-forecast.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] };
  const target = panels.find((panel) => panel.title === title)?.targets?.[0];
  if (target === undefined) {
    throw new Error(`The dashboard has no panel "${title}" with a query.`);
  }
  const { datasource: _datasource, refId: _refId, ...query } = target;
  const filled = Object.entries(variables).reduce(
    (text, [name, value]) => text.replaceAll(`$${name}`, value),
    JSON.stringify(query)
  );
  return JSON.parse(filled) as DashboardQuery;
}
