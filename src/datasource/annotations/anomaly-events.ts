import type { AnnotationEvent, DataFrame } from '@grafana/data';
import { explain, type Wording } from '../../shared/anomaly/anomaly-words.ts';
import { type FrameAnomaly, frameAnomalies } from '../../shared/anomaly/frame-anomalies.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';

/** Each anomaly of an answer as a stretch on a dashboard's graphs, earliest first. */
export function anomalyEvents(frames: readonly DataFrame[], wording: Wording): AnnotationEvent[] {
  return frames
    .flatMap((frame) => (frameAnomalies(frame) ?? []).map((anomaly) => toEvent(frame.name ?? '', anomaly, wording)))
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

function toEvent(name: string, anomaly: FrameAnomaly, wording: Wording): AnnotationEvent {
  const { startMs, endMs, isOpen, severity, direction, peak, evidence } = anomaly;
  const reasons = explain({ peak: { ...peak, lower: null, upper: null }, evidence }, wording);
  return {
    time: startMs,
    timeEnd: endMs,
    isRegion: endMs > startMs,
    title: `${SEVERITY_LOOKS[severity].label}: ${name} ${direction === 'up' ? 'above' : 'below'} what is usual`,
    text: isOpen ? `${reasons} Goes on.` : reasons,
    tags: ['anomaly', severity, direction === 'up' ? 'above' : 'below'],
  };
}
