import { historyWindows } from '../../pkg/backend/cli/sample/history-files.ts';
import { loadHistory } from '../../pkg/backend/cli/sample/load-history.ts';
import { DAY, HOUR, type SampleSeries } from '../../pkg/sample/series.ts';
import type { Volume } from '../../pkg/sample/volumes/volume.ts';
import { PROMTOOL, type PrometheusServer, startFilledPrometheus } from './prometheus-server.ts';

const HISTORY = 31 * DAY;

/** Starts a real Prometheus with the kubelet's series of volumes up to the anchor, a sample every five minutes. */
export async function startVolumePrometheus(volumes: readonly Volume[], anchorMs: number): Promise<PrometheusServer> {
  const series = [...volumes.map((one) => capacitySeries(one, anchorMs)), ...volumes.map(usedSeries)];
  const cluster = { seed: 0, anchorMs, claims: [], workloads: [], planned: [], seriesBetween: () => series };
  return startFilledPrometheus(async (dataDir) => {
    const load = { promtool: PROMTOOL, scratchDir: `${dataDir}-history`, dataDir };
    await loadHistory(cluster, historyWindows(anchorMs - HISTORY, anchorMs + 1), load);
  });
}

function labelsOf({ name }: Volume): SampleSeries['labels'] {
  return { namespace: 'drawn', persistentvolumeclaim: name };
}

function usedSeries(volume: Volume): SampleSeries {
  return {
    name: 'kubelet_volume_stats_used_bytes',
    kind: 'gauge',
    labels: labelsOf(volume),
    fromMs: -Infinity,
    untilMs: Infinity,
    at: volume.value,
  };
}

/** Nobody asks for the capacity of the past. */
function capacitySeries(volume: Volume, anchorMs: number): SampleSeries {
  return {
    name: 'kubelet_volume_stats_capacity_bytes',
    kind: 'gauge',
    labels: labelsOf(volume),
    fromMs: anchorMs - HOUR,
    untilMs: Infinity,
    at: () => volume.capacityBytes,
  };
}
