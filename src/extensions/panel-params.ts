import type { PluginExtensionPanelContext } from '@grafana/data';
import type { DataQuery, DataSourceRef } from '@grafana/schema';
import { DATASOURCE_ID } from '#contract/ids.ts';
import { fixIntervalVariables } from '#contract/interval-variables.ts';
import { editorSourceUid, isPrometheus } from '../datasource/editor/editor-source.ts';
import { interpolatePromql, type Replace } from '../datasource/query/interpolate-promql.ts';
import { sparingRange } from '../datasource/query/range-variables.ts';
import type { HeadroomOptions, HeadroomQuery } from '../datasource/types.ts';

/** What of the host is needed to make sense of a panel's queries. */
export interface PanelHost {
  /** Replaces variables of the dashboard, and those of the panel alone. */
  readonly replace: Replace;
  /** The data source that a query names, also by a variable; the default one without a name. */
  readonly findSource: (ref: DataSourceRef | null | undefined) => KnownSource | undefined;
  /** The Headroom data sources, the default one first. */
  readonly headroomSources: ReadonlyArray<{ readonly uid: string; readonly options: HeadroomOptions }>;
}

/** A data source as the host knows it. */
export interface KnownSource {
  readonly uid: string;
  readonly type: string;
  /** Name of its kind, such as "Loki". */
  readonly kind: string;
}

type PanelQueries = Pick<PluginExtensionPanelContext, 'title' | 'targets'>;

/** A query of Prometheus, or of Headroom itself. */
type Forecastable = DataQuery & { expr?: string } & Omit<Partial<HeadroomQuery>, keyof DataQuery | 'expr'>;

/**
 * The parameters by which the page Forecasts shows a panel's first query of Prometheus; without one, why there is
 * nothing to show.
 */
export function panelParams({ title, targets }: PanelQueries, host: PanelHost): URLSearchParams {
  const shown = (targets ?? []).filter(({ hide }) => hide !== true);
  const known = shown.map((query) => ({ query: query as Forecastable, source: host.findSource(query.datasource) }));
  const usable = known.filter(({ query, source }) => isForecastable(query, source));
  const [first] = usable;
  if (first?.source === undefined) {
    return new URLSearchParams({ why: reasonFor(known[0]?.query, known[0]?.source) });
  }
  const replaceText: Replace = sparingRange(host.replace);
  return compact({
    ds: first.source.type === DATASOURCE_ID ? first.source.uid : readerOf(first.source.uid, host),
    ...signalParams(first.query, replaceText),
    name: replaceText(title),
    why: usable.length > 1 ? 'several' : undefined,
  });
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

function isForecastable({ expr = '' }: Forecastable, source: KnownSource | undefined): boolean {
  return expr.trim() !== '' && source !== undefined && (isPrometheus(source) || source.type === DATASOURCE_ID);
}

/** A word that the page turns into a sentence. */
function reasonFor(query: Forecastable | undefined, source: KnownSource | undefined): string {
  if (query === undefined) {
    return 'no-query';
  }
  if (query.datasource?.uid === '__expr__' || query.datasource?.type === '__expr__') {
    return 'expression';
  }
  return source === undefined || isPrometheus(source) ? 'no-query' : `kind:${source.kind}`;
}

/** The Headroom data source that reads the same Prometheus, else the default one. */
function readerOf(uid: string, { headroomSources }: PanelHost): string | undefined {
  const reader = headroomSources.find(({ options }) => editorSourceUid(options) === uid);
  return (reader ?? headroomSources[0])?.uid;
}

function compact(params: Record<string, string | undefined>): URLSearchParams {
  const given = Object.entries(params).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return new URLSearchParams(given);
}
