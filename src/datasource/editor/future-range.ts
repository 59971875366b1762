import { parseDuration } from '#contract/duration.ts';

/** A range as Grafana's URLs hold it. */
export interface RawRange {
  readonly from: string;
  readonly to: string;
}

/** The range that shows as much of the past as of the forecast; seven days where the horizon cannot be read. */
export function symmetricRange(horizon: string | undefined): RawRange {
  const ahead = horizon !== undefined && parseDuration(horizon) ? horizon : '7d';
  return { from: `now-${ahead}`, to: `now+${ahead}` };
}

/** The URL parameters that give every Explore pane of a data source another range; `undefined` when there is none. */
export function explorePanesWithRange(panes: unknown, uid: string, range: RawRange): string | undefined {
  const parsed = parseObject(panes);
  const own = Object.entries(parsed).filter(([, pane]) => isObject(pane) && pane['datasource'] === uid);
  if (own.length === 0) {
    return undefined;
  }
  return JSON.stringify({
    ...parsed,
    ...Object.fromEntries(own.map(([id, pane]) => [id, { ...Object(pane), range }])),
  });
}

function parseObject(text: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(text));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
