import { between, keyOf } from '../random.ts';
import { schedule } from '../schedule.ts';
import { DAY, GIB, MINUTE } from '../series.ts';

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
export const NODE_SPECS: readonly NodeSpec[] = [
  {
    name: 'k3s-server-1',
    ip: '10.0.0.11',
    cores: 2,
    memoryBytes: 8 * GIB,
    diskBytes: 80 * GIB,
    diskUsed: 0.41,
    diskGrowthPerDay: 0.002,
  },
  {
    name: 'k3s-agent-1',
    ip: '10.0.0.12',
    cores: 2,
    memoryBytes: 8 * GIB,
    diskBytes: 80 * GIB,
    diskUsed: 0.63,
    diskGrowthPerDay: 0.0065,
  },
  {
    name: 'k3s-agent-2',
    ip: '10.0.0.13',
    cores: 2,
    memoryBytes: 8 * GIB,
    diskBytes: 80 * GIB,
    diskUsed: 0.37,
    diskGrowthPerDay: 0.001,
  },
];

const REBOOT_EVERY = 33 * DAY;
const DOWN_TIME = 3 * MINUTE;

/** A node of the cluster; it is rebooted about once in five weeks, with three minutes down each time. */
export function clusterNode(seed: number, spec: NodeSpec, anchorMs: number): ClusterNode {
  const key = keyOf(seed, 'node', spec.name);
  const lastReboot = anchorMs - between(keyOf(key, 'last reboot'), 0, 4 * DAY, 26 * DAY);
  const reboots = schedule({ key: keyOf(key, 'reboots'), everyMs: REBOOT_EVERY, phaseMs: lastReboot, jitter: 0.1 });
  return {
    ...spec,
    key,
    bootIndexAt: (tMs) => reboots.indexAt(tMs - DOWN_TIME),
    bootTime: (index) => reboots.timeOf(index) + DOWN_TIME,
    isRebooting: (tMs) => reboots.indexAt(tMs) !== reboots.indexAt(tMs - DOWN_TIME),
  };
}
