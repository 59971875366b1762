import { keyOf, uuid } from '../random.ts';
import type { Curve } from '../series.ts';
import { volume, type Volume } from '../volumes/volume.ts';
import type { ClusterNode } from './node.ts';
import type { Workload } from './pod.ts';
import type { ClaimSpec } from './volume-claims.ts';

/** Somebody made a volume larger: from `atMs` on its capacity is `factor` times what it was. */
export interface Enlargement {
  readonly namespace: string;
  readonly name: string;
  readonly atMs: number;
  readonly factor: number;
}

/** A persistent volume claim of the cluster with its volume, node and workload. */
export interface Claim {
  readonly spec: ClaimSpec;
  readonly node: ClusterNode;
  readonly workload: Workload;
  readonly volumeName: string;
  /** The volume as it would be without enlargements; its truth. */
  readonly volume: Volume;
  readonly requestedBytes: Curve;
  readonly capacityBytes: Curve;
  readonly usedBytes: Curve;
}

/** Every file system keeps some space for itself. */
const USABLE = 0.978;
const BLOCK = 4096;

/** What a claim stands on. */
export interface ClaimSetting {
  readonly seed: number;
  readonly anchorMs: number;
  readonly nodes: readonly ClusterNode[];
  readonly workloads: readonly Workload[];
  /** Read anew for each value, so its owner may add to it. */
  readonly enlargements: readonly Enlargement[];
}

/** Throws `RangeError` when the specification names a node or workload that is not there. */
export function claimOf(spec: ClaimSpec, setting: ClaimSetting): Claim {
  const key = keyOf(setting.seed, 'claim', spec.namespace, spec.name);
  const node = setting.nodes.find((one) => one.name === spec.node);
  const workload = setting.workloads.find((one) => one.spec.name === spec.workload);
  if (node === undefined || workload === undefined) {
    throw new RangeError(`The claim ${spec.name} needs the node ${spec.node} and the workload ${spec.workload}.`);
  }
  const growth: Curve = (tMs) =>
    setting.enlargements
      .filter((one) => one.name === spec.name && one.namespace === spec.namespace && one.atMs <= tMs)
      .reduce((factor, one) => factor * one.factor, 1);
  const usable = (requested: number): number => Math.round((requested * USABLE) / BLOCK) * BLOCK;
  const capacityBytes: Curve = (tMs) => usable(spec.requestedBytes * growth(tMs));
  const whole = volume(
    key,
    { name: spec.name, capacityBytes: usable(spec.requestedBytes), fill: spec.fill },
    setting.anchorMs
  );
  return {
    spec,
    node,
    workload,
    volumeName: `pvc-${uuid(key)}`,
    volume: whole,
    requestedBytes: (tMs) => spec.requestedBytes * growth(tMs),
    capacityBytes,
    usedBytes: (tMs) => Math.min(capacityBytes(tMs), whole.demandBytes(tMs)),
  };
}
