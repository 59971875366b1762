import type { DataFrame } from '@grafana/data';
import type { AnomalyJson } from '#contract/anomaly-rest.ts';

/** An anomaly as a frame carries it; what was usual at its peak stands in the frame's bands. */
export type FrameAnomaly = Omit<AnomalyJson, 'feedback' | 'peak'> & {
  readonly peak: Omit<AnomalyJson['peak'], 'lower' | 'upper'>;
  /** What people said of it. */
  readonly verdict?: string | null;
};

/** The anomalies of an answer of the Headroom data source; `undefined` for any other frame. */
export function frameAnomalies({ meta }: DataFrame): readonly FrameAnomaly[] | undefined {
  const { headroom } = (meta?.custom ?? {}) as { headroom?: { kind?: string; anomalies?: readonly FrameAnomaly[] } };
  const isOurs = headroom?.kind === 'anomaly' || headroom?.kind === 'baseline';
  return isOurs && Array.isArray(headroom.anomalies) ? headroom.anomalies : undefined;
}
