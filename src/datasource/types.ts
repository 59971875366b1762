import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { z } from 'zod';
import type { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';
import type { DatasourceJsonInput, SECURE_KEYS } from '#contract/settings.ts';

type QueryFields = Omit<z.input<typeof forecastQuerySchema>, 'queryType'> &
  Omit<z.input<typeof breachQuerySchema>, 'queryType'>;

/** Names of the fields that a query may have beside those of Grafana. */
export type QueryField = keyof QueryFields;

/** A query as it is saved: durations as text, defaults left out. */
export type HeadroomQuery = DataQuery & Partial<QueryFields> & { queryType?: 'forecast' | 'breach' };

/** The settings of a data source as they are saved. */
export type HeadroomOptions = DataSourceJsonData &
  DatasourceJsonInput & {
    /** Data source whose PromQL editor helps to write signals; one that reads the same server. For the browser only. */
    editorSourceUid?: string;
  };

/** The secrets of a data source. */
export type HeadroomSecrets = Partial<Record<(typeof SECURE_KEYS)[number], string>>;

/** A query of a dashboard variable. */
export interface VariableQuery extends DataQuery {
  query: string;
}
