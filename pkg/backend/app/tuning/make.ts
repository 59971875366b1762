import type { PriceBook } from '#contract/price-book.ts';
import { priceBookSchema } from '#contract/price-book.ts';
import { toHeadroomError } from '#contract/errors.ts';
import { byPriority } from '#model/tuning/recommend.ts';
import type { Container, Volume, Workload } from '#model/tuning/types.ts';
import { authorize, type Context } from '../context.ts';
import type { Source } from '../forecast-signal.ts';
import type { Compute, TuningTask } from '../ports/compute.ts';
import type { Job, JobQueue } from '../ports/job-queue.ts';
import { type Advice, saveAdvice, type UsageCurve } from './advice.ts';
import type { ClusterScope } from './cluster-queries.ts';
import type { AdviceDeps } from './list.ts';
import { readCluster } from './read-cluster.ts';
import { readRunState, writeRunState } from './runs.ts';

/** The kind of job that makes advice. */
export const ADVISE_JOB = 'recommendations.make';

/** What making advice needs from the engine. */
export interface MakeDeps extends AdviceDeps {
  readonly compute: Compute;
  readonly queue: JobQueue;
}

/** Told how many workloads and volumes are done. */
export type OnProgress = (done: number, total: number) => void;

const HOUR = 3_600_000;
/** Advice is made anew so often; a cluster changes with its releases, not by the minute. */
const REPEAT_MS = 24 * HOUR;
const RETRY_MS = HOUR;
/** Amounts are to hold until the next release, so long by default. */
const RELEASE_HOURS = 7 * 24;
const VOLUME_DAYS = 30;
const MODEL = 'auto';
/** Workloads in one message to a worker. */
const WORKLOADS_PER_TASK = 4;
const VOLUMES_PER_TASK = 4;
/** The chart of an object shows at most so many points. */
const CHART_POINTS = 700;

/** Queues a run over a scope; while one waits or runs it is that one. */
export async function requestAdvice(ctx: Context, deps: MakeDeps, scope: ClusterScope): Promise<{ job: string }> {
  authorize(ctx, 'recommendation.run');
  return deps.transactions.run(async () => {
    const job = await enqueue(ctx, deps, scope);
    const detail = { namespace: scope.namespace, historyMs: scope.historyMs };
    await deps.audit.append(ctx, { action: 'recommendation.run', subject: 'cluster', detail });
    return { job: job.id };
  });
}

async function enqueue(ctx: Context, deps: MakeDeps, scope: ClusterScope): Promise<Job> {
  const job = await deps.queue.enqueue(ctx, { kind: ADVISE_JOB, idempotencyKey: 'advise', payload: scope });
  if (job.attempts === 0) {
    const { failure: _, ...run } = await readRunState(ctx, deps.documents);
    await writeRunState(ctx, deps.documents, { ...run, scope, progress: { done: 0, total: 0 } });
  }
  return job;
}

/** Queues the next run where somebody has asked for one before and it is due. */
export async function queueDueAdvice(ctx: Context, deps: MakeDeps): Promise<void> {
  const { scope, nextDueMs = Infinity, progress } = await readRunState(ctx, deps.documents);
  const nowMs = deps.clock.now();
  // One that is due later than the next could be is of a clock that ran ahead.
  const isDue = nextDueMs <= nowMs || (nextDueMs > nowMs + REPEAT_MS && nextDueMs < Infinity);
  if (scope !== undefined && progress === undefined && isDue) {
    await enqueue(ctx, deps, scope);
  }
}

/** Makes advice and keeps it; a failure is told beside the advice of before. Gives the number of recommendations. */
export async function runAdvice(
  ctx: Context,
  source: Source,
  deps: MakeDeps,
  scope: ClusterScope,
  onProgress: OnProgress = () => undefined
): Promise<number> {
  const nowMs = deps.clock.now();
  try {
    const advice = await makeAdvice(ctx, source, deps.compute, scope, nowMs, onProgress);
    await saveAdvice(ctx, deps.blobs, advice);
    await writeRunState(ctx, deps.documents, { scope, nextDueMs: nowMs + REPEAT_MS });
    return advice.recommendations.length;
  } catch (thrown) {
    if (!ctx.signal.aborted) {
      const failure = toHeadroomError(thrown).sentence;
      await writeRunState(ctx, deps.documents, { scope, failure, nextDueMs: nowMs + RETRY_MS });
    }
    throw thrown;
  }
}

/** Reads a cluster and makes advice about all of it. Keeps nothing. */
export async function makeAdvice(
  ctx: Context,
  source: Source,
  compute: Compute,
  scope: ClusterScope,
  nowMs: number,
  onProgress: OnProgress = () => undefined
): Promise<Advice> {
  const { workloads, volumes, lacking } = await readCluster(ctx, source.reader, scope, nowMs);
  const prices = source.prices ?? priceBookSchema.parse({});
  const tasks = tasksOf(workloads, volumes, prices);
  const total = workloads.length + volumes.length;
  let done = 0;
  onProgress(done, total);
  const answers = await Promise.all(
    tasks.map(async (task) => {
      const [answer = []] = await compute.recommend(ctx, [task]);
      done += task.workloads.length + task.volumes.length;
      onProgress(done, total);
      return answer;
    })
  );
  return {
    madeMs: nowMs,
    historyMs: scope.historyMs,
    namespace: scope.namespace,
    currency: prices.currency,
    leastSaving: prices.leastSaving,
    recommendations: answers.flat().sort(byPriority),
    usage: { ...workloadUsage(workloads), ...volumeUsage(volumes) },
    lacking,
  };
}

function tasksOf(workloads: readonly Workload[], volumes: readonly Volume[], prices: PriceBook): TuningTask[] {
  const settings = { prices, releaseHours: RELEASE_HOURS, horizonDays: VOLUME_DAYS, model: MODEL };
  const empty = { workloads: [], volumes: [], settings };
  return [
    ...chunks(workloads, WORKLOADS_PER_TASK).map((some) => ({ ...empty, workloads: some })),
    ...chunks(volumes, VOLUMES_PER_TASK).map((some) => ({ ...empty, volumes: some })),
  ];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function workloadUsage(workloads: readonly Workload[]): Record<string, UsageCurve> {
  return Object.fromEntries(
    workloads.flatMap((workload) =>
      workload.containers.flatMap((container) =>
        (['cpu', 'memory'] as const).flatMap((resource): [string, UsageCurve][] => {
          const { cluster, namespace, kind, name } = workload;
          const curve = largestUse(container, resource);
          const id = [cluster, namespace, kind, name, container.name, resource].join('/');
          return curve === undefined ? [] : [[id, curve]];
        })
      )
    )
  );
}

/** The largest use of any pod at each point; pods share one grid. */
function largestUse({ usage }: Container, resource: 'cpu' | 'memory'): UsageCurve | undefined {
  const rows = usage.flatMap((pod) => pod[resource] ?? []);
  const [first] = rows;
  if (first === undefined) {
    return undefined;
  }
  const most = Float64Array.from(first.values, (_, i) =>
    rows.reduce((largest, { values }) => larger(largest, values[i] ?? NaN), NaN)
  );
  return thinned({ startMs: first.startMs, stepMs: first.stepMs, values: most });
}

function volumeUsage(volumes: readonly Volume[]): Record<string, UsageCurve> {
  return Object.fromEntries(
    volumes.map(({ cluster, namespace, kind, name, usage }) => [
      [cluster, namespace, kind, name, '', 'storage'].join('/'),
      thinned(usage),
    ])
  );
}

/** The largest value of every few points, so that no peak is lost to the chart. */
function thinned({ startMs, stepMs, values }: { startMs: number; stepMs: number; values: Float64Array }): UsageCurve {
  const every = Math.max(1, Math.ceil(values.length / CHART_POINTS));
  const points = Array.from({ length: Math.ceil(values.length / every) }, (_, i) =>
    values.subarray(i * every, (i + 1) * every).reduce((largest, value) => larger(largest, value), NaN)
  );
  return { startMs: startMs + (every - 1) * stepMs, stepMs: every * stepMs, values: points };
}

function larger(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}
