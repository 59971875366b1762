import { dateTime, store, type TimeRange } from '@grafana/data';
import { config } from '@grafana/runtime';
import type { Panel } from '@grafana/schema';
import { parseDuration } from '#contract/duration.ts';
import { aroundNow, type SourcedQuery, toDataQuery } from '../forecast/data-query.ts';
import { breachKindOf } from '../forecast/example-signals.ts';

const FORECAST_PANEL = 'headroom-forecast-panel';
const CORE_PANEL = 'timeseries';
/** Where Grafana looks for a panel to paste. */
const CLIPBOARD_KEY = 'panel-copy';

/** What a panel shows. */
export interface PanelRequest extends SourcedQuery {
  readonly title: string;
  /** Id of a Grafana unit. */
  readonly unit: string;
}

/** The forecast as a panel: Headroom's own where it is installed, else the core time series, which draws it as well. */
export function toPanel(request: PanelRequest): Panel {
  const query = toDataQuery(request, 'forecast');
  const isOwn = FORECAST_PANEL in config.panels;
  const { expr, direction = 'up' } = request.fields;
  return {
    type: isOwn ? FORECAST_PANEL : CORE_PANEL,
    title: request.title,
    datasource: query.datasource,
    targets: [query],
    gridPos: { x: 0, y: 0, w: 12, h: 9 },
    fieldConfig: { defaults: { unit: request.unit }, overrides: [] },
    // A breach is called what the page calls it.
    options: isOwn ? { breachKind: breachKindOf({ expr, direction }) } : {},
  };
}

/** The range in which a new dashboard shows the whole forecast. */
export function panelRange({ fields }: SourcedQuery, nowMs: number): TimeRange {
  const lengthMs = parseDuration(fields.horizon ?? '7d') ?? 0;
  return { from: dateTime(nowMs - lengthMs), to: dateTime(nowMs + lengthMs), raw: aroundNow(fields.horizon) };
}

/**
 * Copies the panel for "Paste panel" of a dashboard, and as JSON to the clipboard.
 *
 * @returns what can be done with it now
 */
export async function copyPanel(panel: Panel): Promise<string> {
  const text = JSON.stringify(panel, null, 2);
  const canPaste = config.featureToggles['dashboardNewLayouts'] !== true;
  if (canPaste) {
    store.set(CLIPBOARD_KEY, JSON.stringify(panel));
  }
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false
  );
  if (canPaste) {
    return 'Panel copied. Edit a dashboard, then choose Add → Paste panel.';
  }
  return isCopied
    ? 'Panel copied as JSON. Paste it into the JSON model of a dashboard.'
    : 'The browser did not allow copying. Use “Add to dashboard” instead.';
}
