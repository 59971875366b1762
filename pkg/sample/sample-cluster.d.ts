import type { Claim, Enlargement } from './cluster/claim.ts';
import type { SampleSeries } from './series.ts';
/** What the sample cluster depends on; nothing else has an influence on any value. */
export interface SampleClusterOptions {
    readonly seed: number;
    /** Unix milliseconds that breaches are planned for: `postgres-data` is full three days later. */
    readonly anchorMs: number;
    /** Volumes made larger so far. Read anew for each value, so its owner may add to it while the cluster is in use. */
    readonly enlargements?: readonly Enlargement[];
}
/** A small Kubernetes cluster that exists only as functions of time. */
export interface SampleCluster {
    readonly seed: number;
    readonly anchorMs: number;
    /** Persistent volume claims with the truth about their future. */
    readonly claims: readonly Claim[];
    /**
     * Every series that exists at some instant of [fromMs, toMs], sorted by metric name. A series that is asked for again
     * is the same object, so that counters carry on cheaply; ask for instants in rising order where you can.
     */
    seriesBetween(fromMs: number, toMs: number): readonly SampleSeries[];
}
/**
 * A seeded cluster of three k3s nodes with a web shop on it, as node_exporter, kubelet, cAdvisor and kube-state-metrics
 * show it: growth, seasons, noise, failed scrapes, restarts, reboots, rollouts, and a volume of every shape. Values are
 * pure functions of (seed, anchor, enlargements, instant): any window of time can be had, and a live exporter agrees
 * with history that was written before.
 */
export declare function sampleCluster(options: SampleClusterOptions): SampleCluster;
