import type { AnnotationSupport } from '@grafana/data';
import { of } from 'rxjs';
import { valueUnit } from '../../shared/forecast/units.ts';
import { changeQueryType } from '../query/change-query.ts';
import type { HeadroomQuery } from '../types.ts';
import { anomalyEvents } from './anomaly-events.ts';

/** Shows the anomalies of a signal on the graphs of a dashboard, whatever data source these have. */
export const anomalyAnnotations: AnnotationSupport<HeadroomQuery> = {
  getDefaultQuery: () => ({ queryType: 'anomaly', threshold: 'critical' }),
  prepareQuery: ({ target }) =>
    target === undefined ? undefined : { ...changeQueryType(target, 'anomaly'), refId: 'Anno', format: 'table' },
  processEvents: (_, frames) => of(anomalyEvents(frames, valueUnit('short'), Date.now())),
};
