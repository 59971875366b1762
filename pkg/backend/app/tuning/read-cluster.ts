import type { Amounts, Container, PodUsage, Volume, Workload } from '#model/tuning/types.ts';
import type { Context } from '../context.ts';
import type { GridSeries, InstantValue, Labels, SeriesReader } from '../ports/series-reader.ts';
import { readAutoscalers } from './autoscalers.ts';
import { clusterQueries, type ClusterQueries, type ClusterScope } from './cluster-queries.ts';
import { type ContainerLife, killsOf, readLife } from './container-life.ts';
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
 * Reads workloads and volumes with about 15 instant queries and four range queries, which the reader estimates and
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
  const workloads = assemble({ cpu, memory, owners, setup, lives });
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

/** What is set rather than used, and how often use was cut short. */
interface Setup {
  readonly requests: readonly InstantValue[];
  readonly limits: readonly InstantValue[];
  readonly replicas: readonly InstantValue[];
  readonly autoscalers: readonly InstantValue[];
  readonly initContainers: readonly InstantValue[];
  readonly throttled: readonly InstantValue[];
  readonly periods: readonly InstantValue[];
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

interface Parts {
  readonly cpu: readonly GridSeries[];
  readonly memory: readonly GridSeries[];
  readonly owners: { readonly of: Owners };
  readonly setup: Setup;
  readonly lives: ReadonlyMap<string, ContainerLife>;
}

/** One container of one pod with what is known of it. */
interface PodContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly cpu: GridSeries | undefined;
  readonly memory: GridSeries | undefined;
}

function assemble(parts: Parts): Workload[] {
  const byWorkload = groupBy(podContainers(parts), ({ namespace, pod }) => {
    const top = parts.owners.of(namespace, pod).at(-1)!;
    return `${namespace}/${top.kind}/${top.name}`;
  });
  const look = lookUps(parts);
  return [...byWorkload.entries()].map(([key, members]) => workloadOf(key, members, parts, look));
}

function podContainers({ cpu, memory, setup }: Parts): PodContainer[] {
  const cpuOf = new Map(cpu.map((one) => [keyOf(one.labels), one]));
  const memoryOf = new Map(memory.map((one) => [keyOf(one.labels), one]));
  const everywhere = [...cpu, ...memory, ...setup.requests, ...setup.limits].map(({ labels }) => labels);
  const distinct = new Map(everywhere.map((labels) => [keyOf(labels), labels]));
  return [...distinct.entries()].map(([key, { namespace = '', pod = '', container = '' }]) => ({
    namespace,
    pod,
    container,
    cpu: cpuOf.get(key),
    memory: memoryOf.get(key),
  }));
}

function lookUps({ setup }: Parts) {
  const amounts = (values: readonly InstantValue[]): Map<string, Amounts> => {
    const found = new Map<string, Amounts>();
    for (const { labels, value } of values) {
      const resource = labels['resource'] ?? '';
      found.set(keyOf(labels), { ...found.get(keyOf(labels)), [resource]: value });
    }
    return found;
  };
  const numbers = (values: readonly InstantValue[]): Map<string, number> =>
    new Map(values.map(({ labels, value }) => [keyOf(labels), value]));
  return {
    requests: amounts(setup.requests),
    limits: amounts(setup.limits),
    throttled: numbers(setup.throttled),
    periods: numbers(setup.periods),
    init: new Set(setup.initContainers.map(({ labels }) => keyOf(labels))),
    replicas: new Map(setup.replicas.map(({ labels, value }) => [scaleKey(labels), value])),
    autoscalers: readAutoscalers(setup.autoscalers),
  };
}

type LookUps = ReturnType<typeof lookUps>;

function workloadOf(key: string, members: readonly PodContainer[], parts: Parts, look: LookUps): Workload {
  const { namespace, pod } = members[0]!;
  const top = parts.owners.of(namespace, pod).at(-1)!;
  const byContainer = groupBy(members, ({ container }) => container);
  const containers = [...byContainer.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const autoscaler = look.autoscalers.get(key);
  const running = new Set(members.filter((one) => isRunning(one)).map((one) => one.pod)).size;
  return {
    ...top,
    owners: [],
    replicas: look.replicas.get(key) ?? running,
    ...(autoscaler === undefined ? {} : { autoscaler }),
    containers: containers.map(([name, pods]) => containerOf(name, pods, top.name, parts, look)),
  };
}

/** Whether the newest points of its series are there. */
function isRunning({ cpu, memory }: PodContainer): boolean {
  return [cpu, memory].some(
    (one) => one !== undefined && one.values.subarray(-3).some((value) => !Number.isNaN(value))
  );
}

function containerOf(
  name: string,
  pods: readonly PodContainer[],
  workload: string,
  { lives }: Parts,
  look: LookUps
): Container {
  const keys = pods.map((one) => keyOf({ ...one }));
  const latest = [...keys].reverse().find((key) => look.requests.has(key) || look.limits.has(key)) ?? '';
  const limits = look.limits.get(latest) ?? {};
  const sum = (numbers: ReadonlyMap<string, number>) => keys.reduce((all, key) => all + (numbers.get(key) ?? 0), 0);
  const periods = sum(look.periods);
  const restarts = keys.reduce((all, key) => all + (lives.get(key)?.startsMs.length ?? 0), 0);
  const kills = pods.flatMap(({ pod }, i) => {
    const life = lives.get(keys[i]!);
    return life === undefined ? [] : killsOf(pod, life, limits.memory);
  });
  return {
    name,
    role: keys.some((key) => look.init.has(key))
      ? 'init'
      : name === workload || pods.length === 0
        ? 'main'
        : roleOf(name),
    requests: look.requests.get(latest) ?? {},
    limits,
    usage: pods.map((one, i) => usageOf(one, lives.get(keys[i]!))),
    oomKills: kills,
    ...(periods > 0
      ? {
          throttling: {
            ratio: Math.min(1, sum(look.throttled) / periods),
            ...(limits.cpu === undefined ? {} : { limitCores: limits.cpu }),
          },
        }
      : {}),
    restarts,
  };
}

/** Names by which proxies and shippers are known; they are sized like any other container and only shown apart. */
const SIDECARS = /^(istio-proxy|linkerd-proxy|envoy|vault-agent|cloud-sql-proxy|.*-(shipper|sidecar|exporter))$/;

function roleOf(name: string): Container['role'] {
  return SIDECARS.test(name) ? 'sidecar' : 'main';
}

function usageOf({ pod, cpu, memory }: PodContainer, life: ContainerLife | undefined): PodUsage {
  const series = cpu ?? memory;
  const first = series === undefined ? -1 : series.values.findIndex((value) => !Number.isNaN(value));
  // A series that begins within the history is a pod that began there.
  const born = series !== undefined && first > 0 ? [series.startMs + (first - 1) * series.stepMs] : [];
  return {
    pod,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    startsMs: [...new Set([...born, ...(life?.startsMs ?? [])])].sort((a, b) => a - b),
  };
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

function keyOf({ namespace = '', pod = '', container = '' }: Labels | Partial<PodContainer>): string {
  return `${String(namespace)}/${String(pod)}/${String(container)}`;
}

/** `namespace/kind/name` of what a replica count belongs to. */
function scaleKey(labels: Labels): string {
  const { namespace, deployment, statefulset, daemonset } = labels;
  const [kind, name] =
    deployment !== undefined
      ? ['Deployment', deployment]
      : statefulset !== undefined
        ? ['StatefulSet', statefulset]
        : ['DaemonSet', daemonset];
  return `${namespace}/${kind}/${name}`;
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

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
