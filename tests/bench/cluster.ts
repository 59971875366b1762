/**
 * Tells what advice costs from a real Prometheus to the last recommendation: 200 workloads or a few more, 14 days, at the
 * step of 5 minutes that a run has by default. It measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: make bench, or node tests/bench/cluster.ts [WORKLOADS]
 */
import { availableParallelism, cpus } from 'node:os';
import { sourceLimitsSchema } from '#contract/settings.ts';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { makeAdvice } from '../../pkg/backend/app/tuning/make.ts';
import { WorkerPool } from '../../pkg/backend/compute/pool.ts';
import { createWorkerCompute } from '../../pkg/backend/compute/worker-compute.ts';
import { createPrometheusReader } from '../../pkg/backend/prometheus/prometheus-reader.ts';
import { DAY, MINUTE } from '../../pkg/sample/series.ts';
import { startWideCluster } from '../support/wide-cluster.ts';

const WORKLOADS = Number(process.argv[2] ?? 200);
const DAYS = 14;
const RUNS = 3;

const untilMs = Math.floor(Date.now() / MINUTE) * MINUTE;
const clock = { now: () => Date.now() };
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`);
const loadedMs = performance.now();
const cluster = await startWideCluster({ seed: 1, workloads: WORKLOADS, days: DAYS + 1, untilMs });
console.log(`${cluster.workloads} workloads in a real Prometheus after ${seconds(loadedMs)} s`);
try {
  for (let run = 0; run < RUNS; run++) {
    await once();
  }
} finally {
  await cluster.stop();
}

async function once(): Promise<void> {
  let requests = 0;
  const pool = new WorkerPool(
    { script: new URL('../../pkg/backend/worker.ts', import.meta.url) },
    availableParallelism()
  );
  const limits = sourceLimitsSchema.parse({});
  const direct = { kind: 'direct', auth: { kind: 'none' }, headers: {}, tls: { skipVerify: false } } as const;
  const reader = createPrometheusReader(
    { ...direct, baseUrl: cluster.url, limits },
    { clock, onRequest: () => requests++ }
  );
  const source = { reader, identity: 'bench', origin: { kind: 'direct', url: cluster.url } } as const;
  const startedMs = performance.now();
  const [ours, theirs] = [process.cpuUsage(), await prometheusCpu()];
  let [readMs, readCpu] = [0, 0];
  const scope = { namespace: '', historyMs: DAYS * DAY, stepMs: 5 * MINUTE };
  const ctx = { ...contextOf('1', 'bench'), deadlineMs: Date.now() + 300_000 };
  const advice = await makeAdvice(ctx, source, createWorkerCompute(pool, clock), scope, untilMs, (done) => {
    if (done === 0) {
      [readMs, readCpu] = [performance.now() - startedMs, cpuSeconds(ours)];
    }
  });
  const total = seconds(startedMs);
  const changes = advice.recommendations.filter(({ outcome }) => outcome === 'change').length;
  console.log(
    `${total} s (reading ${(readMs / 1000).toFixed(1)} s), ${cpuSeconds(ours).toFixed(1)} CPU seconds of ours (reading ` +
      `${readCpu.toFixed(1)}), ${((await prometheusCpu()) - theirs).toFixed(1)} of Prometheus; ` +
      `${requests} upstream requests, ${advice.recommendations.length} recommendations, ${changes} changes`
  );
  await pool.close();
  await reader.close();
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

async function prometheusCpu(): Promise<number> {
  const text = await (await fetch(`${cluster.url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(1);
}
