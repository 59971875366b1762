import type { CoreApp, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { unpackQuery } from '#contract/packed-query.ts';
import { anomalyAnnotations } from './annotations/annotation-support.ts';
import { sourceLabels, type SourceLabels } from './labels.ts';
import { defaultQuery } from './query/default-query.ts';
import { displayText } from './query/display-text.ts';
import { importQueries } from './query/import-queries.ts';
import { interpolateQuery } from './query/interpolate.ts';
import { sparingRange } from './query/range-variables.ts';
import type { HeadroomOptions, HeadroomQuery } from './types.ts';
import { HeadroomVariables } from './variables/HeadroomVariables.ts';

/** Forecasts, breaches, baselines, anomalies and advice from the signals of one Prometheus-compatible server; the engine answers everything. */
export class HeadroomDataSource extends DataSourceWithBackend<HeadroomQuery, HeadroomOptions> {
  readonly options: HeadroomOptions;
  readonly labels: SourceLabels;
  override readonly annotations = anomalyAnnotations;

  constructor(settings: DataSourceInstanceSettings<HeadroomOptions>) {
    super(settings);
    this.options = settings.jsonData;
    this.labels = sourceLabels((path, params) => this.getResource(path, params));
    this.variables = new HeadroomVariables(this.labels);
  }

  override applyTemplateVariables(query: HeadroomQuery, scopedVars: ScopedVars): HeadroomQuery {
    return interpolateQuery(
      unpackQuery(query),
      sparingRange((text, format) => getTemplateSrv().replace(text, scopedVars, format))
    );
  }

  override filterQuery(query: HeadroomQuery): boolean {
    const { queryType, expr = '' } = unpackQuery(query);
    return queryType === 'recommendations' || expr.trim() !== '';
  }

  override getDefaultQuery(app: CoreApp): Partial<HeadroomQuery> {
    return defaultQuery(app);
  }

  override getQueryDisplayText(query: HeadroomQuery): string {
    return displayText(unpackQuery(query));
  }

  /**
   * Preferred over Grafana's exchange by abstract queries, which carry label matchers only: `sum(rate(x[5m]))` would
   * arrive as `x`.
   */
  override async importQueries(queries: DataQuery[], origin: { type: string }): Promise<HeadroomQuery[]> {
    return importQueries(queries, origin.type);
  }
}
