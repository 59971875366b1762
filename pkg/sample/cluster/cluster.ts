import { CLAIM_SPECS } from './volume-claims.ts';
import { claimOf, type Claim, type Enlargement } from './claim.ts';
import type { Incidents } from '../incidents/disturbance.ts';
import { BACKOFFICE_WORKLOADS } from './backoffice-workloads.ts';
import { clusterNode, NODE_SPECS, type ClusterNode } from './node.ts';
import { nodeUsage, type NodeUsage } from './node-usage.ts';
import { PAYMENTS_WORKLOADS } from './payments-workloads.ts';
import { PLATFORM_WORKLOADS } from './platform-workloads.ts';
import { workloadOf, type Workload } from './pod.ts';
import { scrapeHealth } from './scrape.ts';
import { SHOP_WORKLOADS } from './shop-workloads.ts';

/** What happens on the cluster, before any exporter tells of it. */
export interface ClusterModel {
  readonly seed: number;
  readonly anchorMs: number;
  readonly nodes: readonly { readonly node: ClusterNode; readonly usage: NodeUsage }[];
  readonly workloads: readonly Workload[];
  readonly claims: readonly Claim[];
  /** Whether a scrape of a target works at an instant; the same target always gives the same function. */
  scrapes(target: string): (tMs: number) => boolean;
}

/** What the model of a cluster depends on. */
export interface ClusterModelOptions {
  readonly seed: number;
  readonly anchorMs: number;
  readonly enlargements: readonly Enlargement[];
  readonly incidents: Incidents;
}

const WORKLOADS = [...SHOP_WORKLOADS, ...PLATFORM_WORKLOADS, ...PAYMENTS_WORKLOADS, ...BACKOFFICE_WORKLOADS];

/** The sample cluster as nodes, workloads and claims. */
export function clusterModel({ seed, anchorMs, enlargements, incidents }: ClusterModelOptions): ClusterModel {
  const nodes = NODE_SPECS.map((spec) => clusterNode(seed, spec, anchorMs));
  const workloads = WORKLOADS.map((spec) => workloadOf(seed, spec, nodes, anchorMs, incidents));
  const targets = new Map<string, (tMs: number) => boolean>();
  return {
    seed,
    anchorMs,
    nodes: nodes.map((node) => ({ node, usage: nodeUsage(node, workloads, anchorMs) })),
    workloads,
    claims: CLAIM_SPECS.map((spec) => claimOf(spec, { seed, anchorMs, nodes, workloads, enlargements })),
    scrapes: (target) => {
      const known = targets.get(target) ?? scrapeHealth(seed, target, anchorMs);
      targets.set(target, known);
      return known;
    },
  };
}
