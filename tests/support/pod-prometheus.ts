import { historyWindows } from '../../pkg/backend/cli/sample/history-files.ts';
import { loadHistory } from '../../pkg/backend/cli/sample/load-history.ts';
import { cumulative } from '../../pkg/sample/cumulative.ts';
import { loadCurve } from '../../pkg/sample/load.ts';
import { between, keyOf } from '../../pkg/sample/random.ts';
import { DAY, type SampleSeries } from '../../pkg/sample/series.ts';
import { PROMTOOL, type PrometheusServer, startFilledPrometheus } from './prometheus-server.ts';

const HISTORY = 31 * DAY;

/** Starts a real Prometheus with the CPU counters of pods that have lived for a month before `untilMs`. */
export async function startPodPrometheus(pods: number, untilMs: number): Promise<PrometheusServer> {
  const series = Array.from({ length: pods }, (_, i) => cpuSeries(i, untilMs));
  const cluster = { seed: 0, anchorMs: untilMs, claims: [], workloads: [], planned: [], seriesBetween: () => series };
  return startFilledPrometheus(async (dataDir) => {
    const load = { promtool: PROMTOOL, scratchDir: `${dataDir}-history`, dataDir };
    await loadHistory(cluster, historyWindows(untilMs - HISTORY, untilMs + 1), load);
  });
}

function cpuSeries(index: number, untilMs: number): SampleSeries {
  const key = keyOf(1, 'pod', String(index));
  const draw = (name: string, min: number, max: number) => between(keyOf(key, name), 0, min, max);
  const load = loadCurve(
    key,
    {
      growthPerDay: draw('growth', -0.002, 0.01),
      daily: draw('daily', 0.1, 0.6),
      peakHour: draw('peak', 0, 24),
      weekend: draw('weekend', 0.5, 1),
      noise: draw('noise', 0.05, 0.3),
    },
    untilMs
  );
  const cores = draw('cores', 0.05, 1.5);
  return {
    name: 'container_cpu_usage_seconds_total',
    kind: 'counter',
    labels: { namespace: 'bench', pod: `pod-${index}`, container: 'app' },
    fromMs: -Infinity,
    untilMs: Infinity,
    at: cumulative((tMs) => cores * load(tMs), untilMs - HISTORY),
  };
}
