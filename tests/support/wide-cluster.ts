import { historyWindows } from '../../pkg/backend/cli/sample/history-files.ts';
import { loadHistory } from '../../pkg/backend/cli/sample/load-history.ts';
import { sampleCluster } from '../../pkg/sample/sample-cluster.ts';
import { DAY, HOUR, MINUTE, type SampleSeries } from '../../pkg/sample/series.ts';
import { PROMTOOL, type PrometheusServer, startFilledPrometheus } from './prometheus-server.ts';

/** Where a wide cluster ends, and how much of it there is. */
export interface WideClusterOptions {
  readonly seed: number;
  /** At least so many workloads. */
  readonly workloads: number;
  readonly days: number;
  readonly untilMs: number;
}

/** A real Prometheus that holds a wide cluster. */
export interface WideCluster extends PrometheusServer {
  readonly workloads: number;
}

/** Series that a reading of the cluster asks for; the rest of what exporters tell is left out. */
const FAMILIES =
  /^(container_cpu_(usage|cfs)_|container_memory_|kube_(pod_owner|pod_container|replicaset|deployment_spec|statefulset|horizontal)|kubelet_volume)/;
/** States that hardly change are written so seldom, but densely before the end, where they are asked for. */
const STATE_STEP = HOUR;
const NOW = 10 * MINUTE;

/**
 * Starts a real Prometheus with the workloads of the sample cluster in as many sets of namespaces as it takes. A copy
 * differs from the others by its names alone, which costs a reader as much as if it were another workload.
 */
export async function startWideCluster({ seed, workloads, days, untilMs }: WideClusterOptions): Promise<WideCluster> {
  const sample = sampleCluster({ seed, anchorMs: untilMs });
  const copies = Math.ceil(workloads / sample.workloads.length);
  const known = new Map<SampleSeries, readonly SampleSeries[]>();
  const copiesOf = (one: SampleSeries): readonly SampleSeries[] => {
    const made = known.get(one) ?? repeated(one, copies);
    known.set(one, made);
    return made;
  };
  const cluster = {
    ...sample,
    seriesBetween: (fromMs: number, toMs: number) =>
      sample
        .seriesBetween(fromMs, toMs)
        .filter(({ name }) => FAMILIES.test(name))
        .flatMap(copiesOf),
  };
  const server = await startFilledPrometheus(async (dataDir) => {
    const load = { promtool: PROMTOOL, scratchDir: `${dataDir}-history`, dataDir };
    const bulk = historyWindows(untilMs - days * DAY, untilMs - NOW).map((one) => ({ ...one, stepMs: stepOf }));
    await loadHistory(cluster, [...bulk, ...historyWindows(untilMs - NOW, untilMs + 1)], load);
  });
  return { ...server, workloads: copies * sample.workloads.length };
}

function stepOf(series: SampleSeries): number {
  const isState = /^kube_|_cfs_/.test(series.name);
  return isState ? STATE_STEP : series.kind === 'counter' ? 2.5 * MINUTE : 5 * MINUTE;
}

/** The same series in other namespaces; each value is worked out once. */
function repeated(one: SampleSeries, copies: number): SampleSeries[] {
  const values = new Map<number, number | undefined>();
  const at = (tMs: number): number | undefined => {
    if (!values.has(tMs)) {
      values.set(tMs, one.at(tMs));
    }
    return values.get(tMs);
  };
  return Array.from({ length: copies }, (_, i) => ({ ...one, labels: renamed(one.labels, `-${i + 1}`), at }));
}

/** Pods are renamed too, as no two of a cluster have the same name. */
function renamed(labels: SampleSeries['labels'], suffix: string): SampleSeries['labels'] {
  const more = (label: string) => (labels[label] === undefined ? {} : { [label]: `${labels[label]}${suffix}` });
  return { ...labels, ...more('namespace'), ...more('pod') };
}
