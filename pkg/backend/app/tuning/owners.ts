import type { ObjectRef } from '#model/tuning/types.ts';
import type { InstantValue, Labels } from '../ports/series-reader.ts';

/** Owners of pods, from the nearest to the one that people edit. */
export type Owners = (namespace: string, pod: string) => readonly ObjectRef[];

/** Told from the labels that kube-state-metrics gives; a pod that nobody owns stands for itself. */
export function resolveOwners(
  pods: readonly InstantValue[],
  replicaSets: readonly InstantValue[],
  jobs: readonly InstantValue[]
): Owners {
  const ofPod = byObject(pods, 'pod');
  const above = {
    ReplicaSet: byObject(replicaSets, 'replicaset'),
    Job: byObject(jobs, 'job_name'),
  };
  return (namespace, pod) => {
    const first = ofPod.get(`${namespace}/${pod}`);
    if (first === undefined) {
      return [{ cluster: '', namespace, kind: 'Pod', name: pod }];
    }
    const second = isStep(first.kind) ? above[first.kind].get(`${namespace}/${first.name}`) : undefined;
    return second === undefined ? [first] : [first, second];
  };
}

function isStep(kind: string): kind is 'ReplicaSet' | 'Job' {
  return kind === 'ReplicaSet' || kind === 'Job';
}

function byObject(values: readonly InstantValue[], label: string): Map<string, ObjectRef> {
  return new Map(
    values.flatMap(({ labels }): [string, ObjectRef][] => {
      const owner = ownerOf(labels);
      return owner === undefined ? [] : [[`${owner.namespace}/${labels[label] ?? ''}`, owner]];
    })
  );
}

/** kube-state-metrics writes `<none>` for an object without an owner. */
function ownerOf(labels: Labels): ObjectRef | undefined {
  const { namespace = '', owner_kind: kind = '', owner_name: name = '' } = labels;
  return kind === '' || kind === '<none>' || name === '' ? undefined : { cluster: '', namespace, kind, name };
}
