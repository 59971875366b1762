import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { z } from 'zod';
import type { DatasourceJsonInput, SECURE_SETTINGS } from '#contract/settings.ts';
import type { QUERY_SCHEMAS, QueryType } from './query/query-schemas.ts';

/** The fields of each query type as they are written. */
type FieldsByType = { [T in QueryType]: Omit<z.input<(typeof QUERY_SCHEMAS)[T]>, 'queryType'> };
type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type ValueOf<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never;

/** The fields of all query types together; those of one name may take other values in another type. */
type QueryFields = { [Key in KeysOf<FieldsByType[QueryType]>]?: ValueOf<FieldsByType[QueryType], Key> };

/** Names of the fields that a query may have beside those of Grafana. */
export type QueryField = keyof QueryFields;

/** A query as it is saved: durations as text, defaults left out. */
export type HeadroomQuery = DataQuery & QueryFields & { queryType?: QueryType };

/** The settings of a data source as they are saved. */
export type HeadroomOptions = DataSourceJsonData &
  DatasourceJsonInput & {
    /** Data source whose PromQL editor helps to write signals; one that reads the same server. For the browser only. */
    editorSourceUid?: string;
  };

/** The secrets of a data source. */
export type HeadroomSecrets = Partial<Record<keyof typeof SECURE_SETTINGS, string>>;

/** A query of a dashboard variable. */
export interface VariableQuery extends DataQuery {
  query: string;
}
