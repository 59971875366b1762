/** What a node is. */
export interface NodeSpec {
    readonly name: string;
    readonly ip: string;
    readonly cores: number;
    readonly memoryBytes: number;
    /** Size of the root file system. */
    readonly diskBytes: number;
    /** Part of the root file system in use at the anchor, and what comes on top every day. */
    readonly diskUsed: number;
    readonly diskGrowthPerDay: number;
}
/** A node and when it was rebooted. */
export interface ClusterNode extends NodeSpec {
    readonly key: number;
    /** Number of the boot session that is running, or that the node is coming back to, at `tMs`. */
    bootIndexAt(tMs: number): number;
    /** Unix milliseconds at which a boot session began. */
    bootTime(index: number): number;
    /** Whether the node is down because it reboots. */
    isRebooting(tMs: number): boolean;
}
/** Three small virtual machines that run k3s. */
export declare const NODE_SPECS: readonly NodeSpec[];
/** A node of the cluster; it is rebooted about once in five weeks, with three minutes down each time. */
export declare function clusterNode(seed: number, spec: NodeSpec, anchorMs: number): ClusterNode;
