import { DATASOURCE_ID } from '#contract/ids.ts';
import type { QueryFields } from './query-fields.ts';

/** A signal of one data source. */
export interface SourcedQuery {
  readonly sourceUid: string;
  readonly fields: QueryFields;
}

/** A query as dashboards, Explore and rules keep it. */
export function toDataQuery({ sourceUid, fields }: SourcedQuery, queryType: 'forecast' | 'breach') {
  return { refId: 'A', datasource: { type: DATASOURCE_ID, uid: sourceUid }, queryType, ...fields };
}

/** As much of the past as of the future, so that the forecast is seen. */
export function aroundNow(horizon: string | undefined): { from: string; to: string } {
  return { from: `now-${horizon ?? '7d'}`, to: `now+${horizon ?? '7d'}` };
}
