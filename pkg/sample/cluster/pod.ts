import { disturbanceOf, type Disturbance, type Incidents } from '../incidents/disturbance.ts';
import { loadCurve } from '../load.ts';
import { keyOf, nameSuffix, uniform, uuid } from '../random.ts';
import { schedule, type Schedule } from '../schedule.ts';
import { DAY, HOUR, SECOND, type Curve } from '../series.ts';
import { container, type Container } from './container.ts';
import type { ClusterNode } from './node.ts';
import type { WorkloadSpec } from './workload.ts';

/** A pod of a workload, within [fromMs, untilMs). */
export interface Pod {
  readonly workload: WorkloadSpec;
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  /** Name of the replica set or stateful set that made it. */
  readonly owner: string;
  readonly node: ClusterNode;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly containers: readonly Container[];
}

/** A workload with its rollouts; pods are numbered by rollout and replica. */
export interface Workload {
  readonly spec: WorkloadSpec;
  readonly key: number;
  readonly rollouts: Schedule;
  /** Name of the replica set of a rollout; of the stateful set itself for a stateful set. */
  ownerOf(rollout: number): string;
  /** The pod in a replica's place at an instant; always the same object for the same pod. */
  podAt(replica: number, tMs: number): Pod | undefined;
  /** Pods that exist at some instant of [fromMs, toMs]. */
  podsBetween(fromMs: number, toMs: number): readonly Pod[];
}

/** Replicas are replaced one after the other. */
const REPLACE_EVERY = 45 * SECOND;
/** A stateful set ends the old pod before it starts the new one. */
const STATEFUL_PAUSE = 40 * SECOND;
/** Pods of a deployment come back to the nodes that they were on, until once in so many rollouts they are spread anew. */
const ROLLOUTS_PER_MOVE = 3;

/** Builds pods from specifications; every look-up gives the same pods, so that their counters carry on. */
export function workloadOf(
  seed: number,
  spec: WorkloadSpec,
  nodes: readonly ClusterNode[],
  anchorMs: number,
  incidents: Incidents = { planned: [], injected: [] }
): Workload {
  const key = keyOf(seed, 'workload', spec.namespace, spec.name);
  const everyMs = spec.rolloutEveryDays * DAY;
  const phaseMs = anchorMs - 3 * HOUR - uniform(keyOf(key, 'phase'), 0) * 0.8 * everyMs;
  const rollouts = schedule({ key: keyOf(key, 'rollouts'), everyMs, phaseMs, jitter: 0.3 });
  const disturbance = disturbanceOf(spec, incidents);
  const usual = loadCurve(key, spec.load, anchorMs);
  const load: Curve = (tMs) => disturbance.factor(tMs) * usual(disturbance.moment(tMs));
  const pods = new Map<string, Pod>();
  const latest: Pod[] = [];
  const ownerOf = (rollout: number): string =>
    spec.kind === 'StatefulSet' ? spec.name : `${spec.name}-${nameSuffix(keyOf(key, 'owner', String(rollout)), 10)}`;

  const pod = (rollout: number, replica: number): Pod => {
    const id = `${rollout}/${replica}`;
    const known =
      pods.get(id) ??
      newPod({ key, spec, nodes, rollouts, load, disturbance, owner: ownerOf(rollout) }, rollout, replica);
    pods.set(id, known);
    return known;
  };
  const rolloutOf = (replica: number, tMs: number): number => rollouts.indexAt(tMs - replica * REPLACE_EVERY);

  return {
    spec,
    key,
    rollouts,
    ownerOf,
    podAt: (replica, tMs) => {
      const last = latest[replica];
      const found = last && tMs >= last.fromMs && tMs < last.untilMs ? last : pod(rolloutOf(replica, tMs), replica);
      latest[replica] = found;
      return tMs >= found.fromMs && tMs < found.untilMs ? found : undefined;
    },
    podsBetween: (fromMs, toMs) => {
      const found: Pod[] = [];
      for (let replica = 0; replica < spec.replicas; replica++) {
        for (let rollout = rolloutOf(replica, fromMs); rollout <= rolloutOf(replica, toMs); rollout++) {
          found.push(pod(rollout, replica));
        }
      }
      return found.filter((one) => one.fromMs <= toMs && one.untilMs > fromMs);
    },
  };
}

interface PodSetting {
  readonly key: number;
  readonly spec: WorkloadSpec;
  readonly nodes: readonly ClusterNode[];
  readonly rollouts: Schedule;
  readonly load: Curve;
  readonly disturbance: Disturbance;
  readonly owner: string;
}

function nodeOf({ key, spec, nodes }: PodSetting, rollout: number, replica: number): ClusterNode {
  const tied = nodes.find((node) => node.name === spec.node);
  const stay = Math.floor(rollout / ROLLOUTS_PER_MOVE);
  const spread = Math.floor(uniform(keyOf(key, 'node'), stay) * nodes.length) + replica;
  const node = tied ?? nodes[spread % nodes.length];
  if (node === undefined) {
    throw new RangeError('A cluster needs at least one node.');
  }
  return node;
}

function newPod(setting: PodSetting, rollout: number, replica: number): Pod {
  const { spec, rollouts, load, disturbance, owner } = setting;
  const stateful = spec.kind === 'StatefulSet';
  const key = keyOf(setting.key, 'pod', String(rollout), String(replica));
  const node = nodeOf(setting, rollout, replica);
  const fromMs = rollouts.timeOf(rollout) + replica * REPLACE_EVERY + (stateful ? STATEFUL_PAUSE : 0);
  const podNetwork = setting.nodes.indexOf(node);
  return {
    workload: spec,
    name: stateful ? `${spec.name}-${replica}` : `${owner}-${nameSuffix(key, 5)}`,
    uid: uuid(key),
    ip: `10.42.${podNetwork}.${2 + Math.floor(uniform(keyOf(key, 'ip'), 0) * 250)}`,
    owner,
    node,
    fromMs,
    untilMs: rollouts.timeOf(rollout + 1) + replica * REPLACE_EVERY,
    containers: spec.containers.map((one) =>
      container(one, { key: keyOf(key, 'container', one.name), node, load, disturbance, fromMs })
    ),
  };
}
