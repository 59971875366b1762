/**
 * Tells what advice for a cluster costs: 200 workloads of two pods, 14 days at 5 minutes, through all strategies, with and
 * without forecasts. It measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: node tests/bench/tuning.ts [WORKLOADS]
 */
import { seededRandom } from '../../pkg/model/stats/random.ts';
import { recommend } from '../../pkg/model/tuning/recommend.ts';
import type { Container, Workload } from '../../pkg/model/tuning/types.ts';

const WORKLOADS = Number(process.argv[2] ?? 200);
const [PODS, STEP_MS, POINTS, DAY] = [2, 300_000, 4_032, 288];
const START_MS = 1_700_000_000_000;
const MIB = 1024 ** 2;
const PRICES = { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04 };

const random = seededRandom(1);

function series(level: number, swing: number, noise: number) {
  const phase = random.uniform();
  let wobble = 0;
  const values = Float64Array.from({ length: POINTS }, (_, t) => {
    wobble = 0.9 * wobble + noise * random.normal();
    return Math.max(0, level * (1 + swing * Math.sin(2 * Math.PI * (t / DAY + phase)) + wobble));
  });
  return { startMs: START_MS, stepMs: STEP_MS, values };
}

function container(name: string): Container {
  const cores = 0.02 + random.uniform();
  const bytes = (50 + 1_000 * random.uniform()) * MIB;
  return {
    name,
    role: 'main',
    requests: { cpu: 0.5, memory: 512 * MIB },
    limits: { cpu: 1, memory: 1_024 * MIB },
    usage: Array.from({ length: PODS }, (_, i) => ({
      pod: `${name}-${i}`,
      cpu: series(cores, 0.5, 0.1),
      memory: series(bytes, 0.1, 0.02),
      startsMs: [START_MS],
    })),
    oomKills: [],
    restarts: 0,
  };
}

const workloads: Workload[] = Array.from({ length: WORKLOADS }, (_, i) => ({
  cluster: '',
  namespace: 'bench',
  kind: 'Deployment',
  name: `workload-${i}`,
  owners: [],
  replicas: PODS,
  containers: [container('main')],
}));

for (const model of [undefined, 'auto']) {
  const options = { prices: PRICES, releaseHours: 168, model, policies: {} };
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const changes = recommend(workloads, options).filter(({ outcome }) => outcome === 'change').length;
  const { user, system } = process.cpuUsage(before);
  const wall = ((performance.now() - startedMs) / 1000).toFixed(2);
  console.log(
    `${WORKLOADS} workloads × ${PODS} pods × ${POINTS} points, forecast ${model ?? 'none'}: ` +
      `${((user + system) / 1e6).toFixed(2)} CPU seconds (${wall} s), ${changes} changes`
  );
}
