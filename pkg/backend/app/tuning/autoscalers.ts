import type { Autoscaler } from '#model/tuning/types.ts';
import type { InstantValue, Labels } from '../ports/series-reader.ts';

const PREFIX = 'kube_horizontalpodautoscaler_';

/** Horizontal pod autoscalers by `namespace/kind/name` of what they scale. */
export function readAutoscalers(values: readonly InstantValue[]): ReadonlyMap<string, Autoscaler> {
  const of = (metric: string): readonly InstantValue[] =>
    values.filter(({ labels }) => labels['__name__'] === `${PREFIX}${metric}`);
  const same = (a: Labels, b: Labels): boolean =>
    a['namespace'] === b['namespace'] && a['horizontalpodautoscaler'] === b['horizontalpodautoscaler'];
  return new Map(
    of('info').map(({ labels }): [string, Autoscaler] => {
      const one = (metric: string): number => of(metric).find((value) => same(value.labels, labels))?.value ?? NaN;
      const { namespace, horizontalpodautoscaler: name = '', scaletargetref_kind, scaletargetref_name } = labels;
      return [
        `${namespace}/${scaletargetref_kind}/${scaletargetref_name}`,
        {
          name,
          minReplicas: one('spec_min_replicas'),
          maxReplicas: one('spec_max_replicas'),
          metrics: of('spec_target_metric')
            .filter((value) => same(value.labels, labels))
            .map(({ labels: { metric_name, metric_target_type }, value }) => ({
              resource: metric_name === 'cpu' || metric_name === 'memory' ? metric_name : 'other',
              ...(metric_target_type === 'utilization' ? { targetUtilisation: value } : {}),
            })),
        },
      ];
    })
  );
}
