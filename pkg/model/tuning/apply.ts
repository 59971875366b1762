import type { Amounts, Change, Container, Recommendation, Volume, Workload } from './types.ts';

/** The workloads as they are once every recommended change is made; their history stays. */
export function applyAll(workloads: readonly Workload[], recommendations: readonly Recommendation[]): Workload[] {
  const byContainer = new Map<string, readonly Change[]>();
  for (const { id, changes } of recommendations) {
    byContainer.set(id, changes);
  }
  return workloads.map((workload) => ({
    ...workload,
    containers: workload.containers.map((container) => {
      const { cluster, namespace, kind, name } = workload;
      const changesOf = (resource: string): readonly Change[] =>
        byContainer.get([cluster, namespace, kind, name, container.name, resource].join('/')) ?? [];
      return applyTo(container, [...changesOf('cpu'), ...changesOf('memory')]);
    }),
  }));
}

function applyTo(container: Container, changes: readonly Change[]): Container {
  return changes.reduce((changed, { field, after }) => {
    const [resource = '', amounts = ''] = field.split(' ');
    const key = amounts === 'request' ? 'requests' : 'limits';
    const rest: Amounts = Object.fromEntries(Object.entries(changed[key]).filter(([name]) => name !== resource));
    return { ...changed, [key]: after === undefined ? rest : { ...rest, [resource]: after } };
  }, container);
}

/** The volumes as they are once every recommended change is made. */
export function applyToVolumes(volumes: readonly Volume[], recommendations: readonly Recommendation[]): Volume[] {
  const sizes = new Map(recommendations.map(({ id, changes }) => [id, changes[0]?.after]));
  return volumes.map((volume) => {
    const { cluster, namespace, kind, name } = volume;
    const size = sizes.get([cluster, namespace, kind, name, '', 'storage'].join('/'));
    return size === undefined ? volume : { ...volume, capacityBytes: size };
  });
}
