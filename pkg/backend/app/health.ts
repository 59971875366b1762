import { toHeadroomError } from '#contract/errors.ts';
import { authorize, type Context } from './context.ts';
import { describeFailure } from './describe-failure.ts';
import type { Source } from './forecast-signal.ts';

/** What a health check tells the person who pressed the button. */
export interface HealthReport {
  readonly ok: boolean;
  /** One or two sentences: what is wrong and what to do, or what answers. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What {@link checkHealth} looks at beside the source. */
export interface HealthDeps {
  /** Resolves when the store can be written; rejects with what is wrong. */
  readonly probeStore: () => Promise<void>;
  /** Resolves when a worker answers; rejects when none does. */
  readonly pingWorkers: () => Promise<void>;
  /** What was found wrong at the start and mended: told with every answer until the next start. */
  readonly notices?: readonly string[];
}

const MAX_SKEW_MS = 60_000;

/** What keeps the engine from doing its work, as sentences; empty when store and workers answer. Never throws. */
export async function readiness({
  probeStore,
  pingWorkers,
}: Pick<HealthDeps, 'probeStore' | 'pingWorkers'>): Promise<readonly string[]> {
  const results = await Promise.allSettled([probeStore(), pingWorkers()]);
  return results.flatMap((result) => (result.status === 'rejected' ? toHeadroomError(result.reason).sentence : []));
}

/** Checks the source, the store and the workers by using each of them. Never throws. */
export async function checkHealth(ctx: Context, source: Source, deps: HealthDeps): Promise<HealthReport> {
  try {
    authorize(ctx, 'source.read');
    await Promise.all([deps.probeStore(), deps.pingWorkers()]);
    return withNotices(await checkSource(ctx, source), deps.notices ?? []);
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    ctx.log.info('health check failed', { code: error.code, reason: describeFailure(thrown) });
    return failed(error.sentence, { ...error.toBody() });
  }
}

function withNotices(report: HealthReport, notices: readonly string[]): HealthReport {
  return notices.length === 0
    ? report
    : { ...report, message: [report.message, ...notices].join(' '), details: { ...report.details, notices } };
}

async function checkSource(ctx: Context, { reader }: Source): Promise<HealthReport> {
  const status = await reader.check(ctx);
  const details = { ...status };
  const skew = status.clockSkewMs;
  if (skew !== undefined && Math.abs(skew) > MAX_SKEW_MS) {
    const seconds = Math.round(Math.abs(skew) / 1000);
    const where = skew > 0 ? 'ahead of' : 'behind';
    return failed(
      `Prometheus answers, but its clock is ${seconds} s ${where} the engine's, so forecasts would start at the wrong time. Synchronise both clocks.`,
      details
    );
  }
  const name = status.version === undefined ? 'The Prometheus-compatible server' : `Prometheus ${status.version}`;
  return { ok: true, message: `${name} answers. Headroom is ready to forecast.`, details };
}

function failed(message: string, details: Readonly<Record<string, unknown>>): HealthReport {
  return { ok: false, message, details };
}
