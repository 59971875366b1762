import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { from, map, type Observable } from 'rxjs';
import type { SourceLabels } from '../labels.ts';
import { interpolatePromql } from '../query/interpolate-promql.ts';
import type { HeadroomOptions, HeadroomQuery, VariableQuery } from '../types.ts';
import { findVariableValues } from './find-values.ts';
import { VariableQueryEditor } from './VariableQueryEditor.tsx';

/** Dashboard variables from the labels and metrics of the server. */
export class HeadroomVariables extends CustomVariableSupport<
  DataSourceApi<HeadroomQuery, HeadroomOptions>,
  VariableQuery
> {
  readonly editor = VariableQueryEditor;
  private readonly labels: SourceLabels;

  constructor(labels: SourceLabels) {
    super();
    this.labels = labels;
  }

  override query({ targets: [target], scopedVars }: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const query = interpolatePromql(target?.query ?? '', (text, format) =>
      getTemplateSrv().replace(text, scopedVars, format)
    );
    return from(findVariableValues(this.labels, query)).pipe(map((data) => ({ data })));
  }
}
