import type { PluginExtensionPanelContext } from '@grafana/data';
import type { DataQuery, DataSourceRef } from '@grafana/schema';
import { DATASOURCE_ID } from '#contract/ids.ts';
import { fixIntervalVariables } from '#contract/interval-variables.ts';
import { isPrometheus } from '../datasource/editor/editor-source.ts';
import { interpolatePromql, type Replace } from '../datasource/query/interpolate-promql.ts';
import { sparingRange } from '../datasource/query/range-variables.ts';
import type { HeadroomQuery } from '../datasource/types.ts';
import { type HeadroomReader, readerOf } from './readers.ts';

/** What of the host is needed to make sense of a panel's queries. */
export interface PanelHost {
  /** Replaces variables of the dashboard, and those of the panel alone. */
  readonly replace: Replace;
  /** The data source that a query names, also by a variable; the default one without a name. */
  readonly findSource: (ref: DataSourceRef | null | undefined) => KnownSource | undefined;
  /** The Headroom data sources, the default one first. */
  readonly headroomSources: readonly HeadroomReader[];
}

/** A data source as the host knows it. */
export interface KnownSource {
  readonly uid: string;
  readonly type: string;
  /** Name of its kind, such as "Loki". */
  readonly kind: string;
  /** Address of its server, where the host tells it. */
  readonly url?: string | undefined;
}

/** The uid by which Grafana names the results of another panel of the dashboard. */
const OTHER_PANEL = '-- Dashboard --';

type PanelQueries = Pick<PluginExtensionPanelContext, 'title' | 'targets'>;

/** A query of Prometheus, or of Headroom itself. */
type Forecastable = DataQuery & { expr?: string } & Omit<Partial<HeadroomQuery>, keyof DataQuery | 'expr'>;

/** A query of a panel with its data source. */
interface Known {
  readonly query: Forecastable;
  readonly source: KnownSource | undefined;
}

/**
 * The parameters by which the page Forecasts shows a panel's first query of Prometheus; without one, why there is
 * nothing to show. Hidden queries do not count.
 */
export function panelParams(panel: PanelQueries, host: PanelHost): URLSearchParams {
  const known = shownQueries(panel, host);
  const usable = known.filter(isForecastable);
  const [first] = usable;
  if (first?.source === undefined) {
    return new URLSearchParams({ why: reasonFor(known) });
  }
  const replaceText: Replace = sparingRange(host.replace);
  const reader = isOurs(first.source) ? undefined : readerOf(first.source, host.headroomSources);
  const params = compact({
    ds: reader === undefined ? first.source.uid : reader.uid,
    ...signalParams(first.query, replaceText),
    name: replaceText(panel.title),
  });
  if (usable.length > 1) {
    params.append('why', 'several');
  }
  if (reader?.certainty === 'other') {
    params.append('why', 'other-server');
  }
  return params;
}

/** Whether the server behind the panel still has to be looked for among those that the engine reads. */
export function needsOrigins(panel: PanelQueries, host: PanelHost): boolean {
  const first = shownQueries(panel, host).find(isForecastable)?.source;
  return first !== undefined && !isOurs(first) && readerOf(first, host.headroomSources).certainty !== 'same';
}

function shownQueries({ targets }: PanelQueries, host: PanelHost): Known[] {
  const shown = (targets ?? []).filter(({ hide }) => hide !== true);
  return shown.map((query) => ({ query: query as Forecastable, source: host.findSource(query.datasource) }));
}

function isOurs({ type }: KnownSource): boolean {
  return type === DATASOURCE_ID;
}

function signalParams(query: Forecastable, replaceText: Replace) {
  const { expr = '', capacity = '', direction, horizon = '', legendFormat = '' } = query;
  const promql = (text: string) => interpolatePromql(fixIntervalVariables(text, query), replaceText);
  return {
    expr: promql(expr),
    capacity: promql(capacity),
    direction,
    horizon: replaceText(horizon),
    // Grafana's own word for a legend that it makes up itself.
    legend: legendFormat === '__auto' ? '' : replaceText(legendFormat),
  };
}

function isForecastable({ query: { expr = '' }, source }: Known): boolean {
  return expr.trim() !== '' && source !== undefined && (isPrometheus(source) || isOurs(source));
}

/** A word that the page turns into a sentence, about the first query that is shown. */
function reasonFor([first]: readonly Known[]): string {
  if (first === undefined) {
    return 'no-query';
  }
  const { query, source } = first;
  if (query.datasource?.uid === '__expr__' || query.datasource?.type === '__expr__') {
    return 'expression';
  }
  if (source === undefined || isPrometheus(source) || isOurs(source)) {
    return 'no-query';
  }
  return source.uid === OTHER_PANEL ? 'other-panel' : `kind:${source.kind.replace(/^[\s-]+|[\s-]+$/g, '')}`;
}

function compact(params: Record<string, string | undefined>): URLSearchParams {
  const given = Object.entries(params).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return new URLSearchParams(given);
}
