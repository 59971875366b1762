import type { ClusterModel } from '../cluster/cluster.ts';
import { LEAST_CORES, type NodeUsage } from '../cluster/node-usage.ts';
import type { ClusterNode } from '../cluster/node.ts';
import { drift } from '../noise.ts';
import { between, keyOf } from '../random.ts';
import { MINUTE, type Curve, type SampleSeries } from '../series.ts';
import { rounded, seriesOf, upSeries, type SeriesMaker, type Target } from './target.ts';

const TICK = 0.01;
const PAGE = 4096;
const SECTOR = 512;

/** Shares of busy CPU time; `idle` is the rest. */
const MODES: Readonly<Record<string, number>> = {
  iowait: 0.05,
  irq: 0,
  nice: 0,
  softirq: 0.03,
  steal: 0.01,
  system: 0.22,
  user: 0.69,
};

/** Half of the slowest that a counter can rise may be drift, so that it never falls. */
const DRIFT_PART = 0.5;

interface Subject {
  readonly node: ClusterNode;
  readonly usage: NodeUsage;
}

/** A counter that rises by `perCore` for each core in use and `always` a second, with a drift of its own. */
function activity({ node, usage }: Subject, name: string, always: number, perCore: number): Curve {
  const least = always + perCore * LEAST_CORES;
  const own = drift(keyOf(node.key, name), 25 * MINUTE, DRIFT_PART * least);
  return (tMs) => {
    const boot = node.bootTime(node.bootIndexAt(tMs));
    return always * usage.age(tMs) + perCore * usage.cpuSeconds(tMs) + own(tMs) - own(boot);
  };
}

function cpuShares(node: ClusterNode): number[] {
  const raw = Array.from({ length: node.cores }, (_, cpu) => between(keyOf(node.key, 'cpu'), cpu, 0.92, 1.08));
  const total = raw.reduce((sum, share) => sum + share, 0);
  return raw.map((share) => share / total);
}

function cpuSeries(subject: Subject, make: SeriesMaker): SampleSeries[] {
  return cpuShares(subject.node).flatMap((share, index) => {
    const cpu = String(index);
    const busy = Object.entries(MODES).map(([mode, part]) => ({
      mode,
      curve: activity(subject, `cpu ${cpu} ${mode}`, 0, share * part),
    }));
    const idle: Curve = (tMs) => busy.reduce((rest, { curve }) => rest - curve(tMs), subject.usage.age(tMs));
    return [{ mode: 'idle', curve: idle }, ...busy].map(({ mode, curve }) =>
      make.counter('node_cpu_seconds_total', { cpu, mode }, rounded(curve, TICK))
    );
  });
}

function memorySeries({ node, usage }: Subject, make: SeriesMaker): SampleSeries[] {
  return [
    make.gauge('node_memory_MemTotal_bytes', {}, node.memoryBytes),
    make.gauge('node_memory_MemAvailable_bytes', {}, rounded(usage.memoryAvailableBytes, PAGE)),
  ];
}

function diskSeries(subject: Subject, make: SeriesMaker): SampleSeries[] {
  const { node, usage } = subject;
  const root = { device: '/dev/sda1', fstype: 'ext4', mountpoint: '/' };
  const device = { device: 'sda' };
  return [
    make.gauge('node_filesystem_size_bytes', root, node.diskBytes),
    make.gauge('node_filesystem_avail_bytes', root, rounded(usage.diskAvailableBytes, PAGE)),
    make.counter('node_disk_read_bytes_total', device, rounded(activity(subject, 'read', 9_000, 240_000), SECTOR)),
    make.counter('node_disk_written_bytes_total', device, rounded(activity(subject, 'write', 70_000, 900_000), SECTOR)),
    make.counter('node_disk_io_time_seconds_total', device, rounded(activity(subject, 'io', 0.008, 0.07), 0.001)),
  ];
}

function networkSeries(subject: Subject, make: SeriesMaker): SampleSeries[] {
  const device = { device: 'eth0' };
  return [
    make.counter('node_network_receive_bytes_total', device, rounded(activity(subject, 'rx', 15_000, 1_400_000), 1)),
    make.counter('node_network_transmit_bytes_total', device, rounded(activity(subject, 'tx', 18_000, 2_100_000), 1)),
  ];
}

function otherSeries({ node, usage }: Subject, make: SeriesMaker): SampleSeries[] {
  const name = {
    domainname: '(none)',
    machine: 'x86_64',
    nodename: node.name,
    release: '6.1.0-28-amd64',
    sysname: 'Linux',
    version: '#1 SMP PREEMPT_DYNAMIC',
  };
  return [
    make.gauge('node_load1', {}, rounded(usage.load1, 0.01)),
    make.gauge('node_boot_time_seconds', {}, (tMs) => Math.round(node.bootTime(node.bootIndexAt(tMs)) / 1000)),
    make.gauge('node_uname_info', name, 1),
  ];
}

/** The series of node_exporter, one target a node, names and labels as its version 1.5 gives them. */
export function nodeExporterSeries(model: ClusterModel): SampleSeries[] {
  return model.nodes.flatMap((subject) => {
    const labels = { instance: `${subject.node.ip}:9100`, job: 'node-exporter' };
    const works = model.scrapes(`node-exporter ${subject.node.name}`);
    const target: Target = { labels, isUp: (tMs) => works(tMs) && !subject.node.isRebooting(tMs) };
    const make = seriesOf(target);
    return [
      upSeries(target),
      ...cpuSeries(subject, make),
      ...memorySeries(subject, make),
      ...diskSeries(subject, make),
      ...networkSeries(subject, make),
      ...otherSeries(subject, make),
    ];
  });
}
