import type { Volume, Workload } from '#model/tuning/types.ts';
import type { Context } from '../context.ts';
import type { GridSeries, InstantValue, Labels, SeriesReader } from '../ports/series-reader.ts';
import { assembleWorkloads, keyOf, type Setup } from './assemble-workloads.ts';
import { clusterQueries, type ClusterQueries, type ClusterScope } from './cluster-queries.ts';
import { type ContainerLife, readLife } from './container-life.ts';
import { type Owners, resolveOwners } from './owners.ts';

/** A cluster as Prometheus knows it. */
export interface ClusterReading {
  readonly workloads: readonly Workload[];
  readonly volumes: readonly Volume[];
  /** What could not be read and would have made the advice better, as sentences. */
  readonly lacking: readonly string[];
}

/** Most series that one query about a cluster may return: a thousand workloads with a few pods each. */
const MOST_SERIES = 20_000;
/** Pods whose restarts are looked at closely; those that restarted most. */
const MOST_RESTARTED = 200;
const HOUR_MS = 3_600_000;

/**
 * Reads workloads and volumes with about 15 instant queries and three to five range queries, which the reader estimates and
 * splits. Missing exporters leave parts empty and are told in `lacking`; only a source that fails throws.
 *
 * @param nowMs end of the history; cut to whole steps
 */
export async function readCluster(
  ctx: Context,
  reader: SeriesReader,
  scope: ClusterScope,
  nowMs: number
): Promise<ClusterReading> {
  const queries = clusterQueries(scope);
  const at = (expr: string) => reader.readInstant(ctx, expr, nowMs, MOST_SERIES);
  const range = async (expr: string, stepMs: number): Promise<readonly GridSeries[]> => {
    const endMs = Math.floor(nowMs / stepMs) * stepMs;
    const startMs = endMs - Math.floor(scope.historyMs / stepMs) * stepMs;
    const request = { expr, startMs, endMs, stepMs, aggregate: 'last', maxSeries: MOST_SERIES } as const;
    return (await reader.readRange(ctx, request)).series;
  };
  const cpu = await range(queries.cpu, scope.stepMs);
  const memory = await range(queries.memory, scope.stepMs);
  const [owners, setup] = await Promise.all([readOwners(at, queries), readSetup(at, queries)]);
  const lives = await readLives(await at(queries.restarts), (expr) => range(expr, scope.stepMs), queries);
  const workloads = assembleWorkloads({ cpu, memory, owners: owners.of, setup, lives });
  const volumes = readVolumes(await range(queries.volumeUse, HOUR_MS), await at(queries.volumeCapacity));
  return { workloads, volumes, lacking: lackingOf(cpu, memory, setup, owners.isKnown) };
}

type At = (expr: string) => Promise<readonly InstantValue[]>;

async function readOwners(at: At, queries: ClusterQueries): Promise<{ of: Owners; isKnown: boolean }> {
  const [pods, replicaSets, jobs] = await Promise.all([
    at(queries.podOwners),
    at(queries.replicaSetOwners),
    at(queries.jobOwners),
  ]);
  return { of: resolveOwners(pods, replicaSets, jobs), isKnown: pods.length > 0 };
}

async function readSetup(at: At, queries: ClusterQueries): Promise<Setup> {
  const [requests, limits, replicas, autoscalers, initContainers, throttled, periods] = await Promise.all(
    [
      queries.requests,
      queries.limits,
      queries.replicas,
      queries.autoscalers,
      queries.initContainers,
      queries.throttled,
      queries.periods,
    ].map(at)
  );
  const some = (values: readonly InstantValue[] | undefined): readonly InstantValue[] => values ?? [];
  return {
    requests: some(requests),
    limits: some(limits),
    replicas: some(replicas),
    autoscalers: some(autoscalers),
    initContainers: some(initContainers),
    throttled: some(throttled),
    periods: some(periods),
  };
}

/** Restarts are looked at closely only where there were any. */
async function readLives(
  restarted: readonly InstantValue[],
  range: (expr: string) => Promise<readonly GridSeries[]>,
  queries: ClusterQueries
): Promise<ReadonlyMap<string, ContainerLife>> {
  const most = [...restarted].sort((a, b) => b.value - a.value).slice(0, MOST_RESTARTED);
  const pods = [...new Set(most.map(({ labels }) => labels['pod'] ?? ''))];
  if (pods.length === 0) {
    return new Map();
  }
  const kills = new Map((await range(queries.outOfMemoryOf(pods))).map((one) => [keyOf(one.labels), one]));
  const counts = await range(queries.restartsOf(pods));
  return new Map(counts.map((one) => [keyOf(one.labels), readLife(one, kills.get(keyOf(one.labels)))]));
}

function readVolumes(use: readonly GridSeries[], capacity: readonly InstantValue[]): Volume[] {
  const key = (labels: Labels): string => `${labels['namespace']}/${labels['persistentvolumeclaim']}`;
  const sizes = new Map(capacity.map(({ labels, value }) => [key(labels), value]));
  return use.map((usage) => ({
    cluster: '',
    namespace: usage.labels['namespace'] ?? '',
    kind: 'PersistentVolumeClaim',
    name: usage.labels['persistentvolumeclaim'] ?? '',
    capacityBytes: sizes.get(key(usage.labels)) ?? NaN,
    usage,
  }));
}

function lackingOf(
  cpu: readonly GridSeries[],
  memory: readonly GridSeries[],
  { requests, limits, periods }: Setup,
  ownersKnown: boolean
): string[] {
  const when = (isMissing: boolean, sentence: string): string[] => (isMissing ? [sentence] : []);
  return [
    ...when(cpu.length === 0, 'CPU use: container_cpu_usage_seconds_total of cAdvisor was not found.'),
    ...when(memory.length === 0, 'Memory use: container_memory_working_set_bytes of cAdvisor was not found.'),
    ...when(
      requests.length + limits.length === 0,
      'Requests and limits: kube_pod_container_resource_requests of kube-state-metrics was not found.'
    ),
    ...when(
      !ownersKnown,
      'Owners of pods: kube_pod_owner of kube-state-metrics was not found, so each pod stands for itself.'
    ),
    ...when(periods.length === 0, 'Throttling: container_cpu_cfs_periods_total of cAdvisor was not found.'),
  ];
}
