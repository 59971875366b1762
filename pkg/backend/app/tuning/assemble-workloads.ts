import type { Amounts, Container, PodUsage, Workload } from '#model/tuning/types.ts';
import type { GridSeries, InstantValue, Labels } from '../ports/series-reader.ts';
import { readAutoscalers } from './autoscalers.ts';
import { type ContainerLife, killsOf } from './container-life.ts';
import type { Owners } from './owners.ts';

/** What is set rather than used, and how often use was cut short. */
export interface Setup {
  readonly requests: readonly InstantValue[];
  readonly limits: readonly InstantValue[];
  readonly replicas: readonly InstantValue[];
  readonly autoscalers: readonly InstantValue[];
  readonly initContainers: readonly InstantValue[];
  readonly throttled: readonly InstantValue[];
  readonly periods: readonly InstantValue[];
}

/** What was read of a cluster, before it is put together. */
export interface Parts {
  readonly cpu: readonly GridSeries[];
  readonly memory: readonly GridSeries[];
  readonly owners: Owners;
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

/**
 * Puts series and states together to workloads by the owners of their pods; a container without any series is there when
 * it has a request or a limit. Pure.
 */
export function assembleWorkloads(parts: Parts): Workload[] {
  const byWorkload = groupBy(podContainers(parts), ({ namespace, pod }) => {
    const top = parts.owners(namespace, pod).at(-1)!;
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
  const top = parts.owners(namespace, pod).at(-1)!;
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
  const restarts = keys.reduce((all, key) => all + (lives.get(key)?.restarts ?? 0), 0);
  const kills = pods.flatMap(({ pod }, i) => {
    const life = lives.get(keys[i]!);
    return life === undefined ? [] : killsOf(pod, life, limits.memory);
  });
  return {
    name,
    role: keys.some((key) => look.init.has(key)) ? 'init' : name === workload ? 'main' : roleOf(name),
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

/** Names a container of a pod. */
export function keyOf({ namespace = '', pod = '', container = '' }: Labels | Partial<PodContainer>): string {
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
