import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { DetectOutcome, GroupDetection, NoDetection } from '#model/anomaly/types.ts';
import type { Context } from '../../app/context.ts';
import type { Compute } from '../../app/ports/compute.ts';
import type { WatchedBench } from './anomaly-data.ts';

const HEADER = 'series,i,score,pred';

/** What was judged. */
export interface AnomalyReport {
  readonly series: number;
  readonly samples: number;
  /** Samples taken as anomalous. */
  readonly anomalous: number;
  /** Series that could not be judged, as sentences. */
  readonly missing: readonly string[];
}

/**
 * Judges every sample of every series in one causal pass with the default policy and writes suspicion and decision as
 * CSV, series by series in the given order. Several values a row are judged together.
 */
export async function benchAnomaly(
  ctx: Context,
  compute: Compute,
  series: readonly WatchedBench[],
  path: string
): Promise<AnomalyReport> {
  const out = createWriteStream(path);
  out.write(`${HEADER}\n`);
  const missing: string[] = [];
  let samples = 0;
  let anomalous = 0;
  const answers = series.map((one) => judge(ctx, compute, one));
  for (const [k, { name }] of series.entries()) {
    const outcome = await answers[k]!;
    if (outcome.kind !== 'detection') {
      missing.push(`${name}: ${outcome.reason}`);
      continue;
    }
    let rows = '';
    outcome.suspicion.forEach((score, i) => {
      const pred = outcome.anomalous[i] === 0 ? 0 : 1;
      samples++;
      anomalous += pred;
      rows += `${name},${i},${score},${pred}\n`;
    });
    out.write(rows);
  }
  out.end();
  await finished(out);
  return { series: series.length, samples, anomalous, missing };
}

async function judge(
  ctx: Context,
  compute: Compute,
  { startMs, stepMs, dimensions }: WatchedBench
): Promise<DetectOutcome | GroupDetection | NoDetection> {
  const all = dimensions.map((values) => ({ startMs, stepMs, values }));
  const [only] = all;
  const [outcome] =
    all.length === 1 && only !== undefined
      ? await compute.detect(ctx, [{ series: only }])
      : await compute.detectTogether(ctx, [{ series: all }]);
  return outcome ?? { kind: 'no-data', reason: 'The detectors gave no answer.' };
}
