import type { Severity } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS, severityRank } from '../../shared/anomaly/severity.ts';
import { formatMoment } from '../../shared/forecast/dates.ts';
import type { PanelJudged } from './frames/anomaly-frame.ts';

/** What a panel says in a sentence. */
export interface Outcome {
  readonly text: string;
  readonly severity?: Severity;
}

/** How many anomalies there are and which is the gravest; of equally grave ones the newest. */
export function outcomeOf(series: readonly PanelJudged[], timeZone: string): Outcome {
  const all = series.flatMap(({ name, judged }) => judged.anomalies.map((anomaly) => ({ name, anomaly })));
  const [worst] = [...all].sort(
    (a, b) =>
      severityRank(b.anomaly.severity) - severityRank(a.anomaly.severity) || b.anomaly.startMs - a.anomaly.startMs
  );
  if (worst === undefined) {
    const [missing] = series.flatMap(({ judged }) => judged.missing?.reason ?? []);
    return { text: missing ?? 'Nothing unusual' };
  }
  const { severity, startMs, isOpen } = worst.anomaly;
  const where = series.length > 1 ? `${worst.name}, ` : '';
  const when = `${formatMoment(startMs, timeZone)}${isOpen ? ', ongoing' : ''}`;
  const count = all.length === 1 ? '' : `${all.length} anomalies. Worst: `;
  return { severity, text: `${count}${SEVERITY_LOOKS[severity].label}, ${where}${when}` };
}
