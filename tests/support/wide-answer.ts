const STEP_MS = 300_000;

/** An answer of Grafana's query API as a Prometheus data source gives it, with {@link wideFrames}. */
export function wideAnswer(series: number, points: number, nowMs: number): object {
  return { results: { A: { status: 200, frames: wideFrames(series, points, nowMs) } } };
}

/**
 * Frames of Prometheus in Grafana's JSON: series five minutes apart up to now, named `series-0` and so on, with a daily
 * rhythm, a trend and noise, the same for the same arguments.
 */
export function wideFrames(series: number, points: number, nowMs: number): object[] {
  const endMs = Math.floor(nowMs / STEP_MS) * STEP_MS;
  const times = Array.from({ length: points }, (_, i) => endMs - (points - 1 - i) * STEP_MS);
  return Array.from({ length: series }, (_, s) => ({
    schema: {
      refId: 'A',
      meta: { type: 'timeseries-multi', typeVersion: [0, 1], custom: { resultType: 'matrix' } },
      fields: [
        { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' }, config: { interval: STEP_MS } },
        {
          name: 'Value',
          type: 'number',
          typeInfo: { frame: 'float64' },
          labels: { instance: `series-${s}` },
          config: { displayNameFromDS: `series-${s}` },
        },
      ],
    },
    data: { values: [times, times.map((ms, i) => valueAt(s, i, ms))] },
  }));
}

function valueAt(series: number, index: number, ms: number): number {
  const day = Math.sin((2 * Math.PI * ms) / 86_400_000 + series);
  const noise = Math.sin(12.9898 * index + 78.233 * series) * 43_758.5453;
  return 20 + 2 * series + 6 * day + 0.002 * index * (series % 5) + 3 * (noise - Math.floor(noise));
}
