import type { AnomaliesResponse, AnomalyJson } from '#contract/anomaly-rest.ts';
import type { TimeRange } from '#contract/rest.ts';
import { minuteText, shortNumber } from './text-cells.ts';
import { textTable } from './text-table.ts';

/** Anomalies as lines for a terminal, newest first, with their number and what could not be judged. */
export function anomalyTable({ series, notices, originMs }: AnomaliesResponse, { fromMs }: TimeRange): string {
  const found = series
    .flatMap(({ name, anomalies }) => anomalies.map((anomaly) => ({ name, anomaly })))
    .sort((a, b) => b.anomaly.startMs - a.anomaly.startMs);
  const head = ['SERIES', 'START', 'END', 'SEVERITY', 'DIRECTION', 'VALUE', 'EXPECTED', 'WHY'];
  const count = found.length === 1 ? '1 anomaly' : `${found.length || 'No'} anomalies`;
  return [
    ...(found.length === 0 ? [] : [textTable(head, found.map(row))]),
    `${count} in ${series.length} series from ${minuteText(fromMs)} to ${minuteText(originMs)} UTC.`,
    ...notices.map((text) => `note: ${text}`),
    ...series.flatMap(({ name, missing, notices: own }) =>
      [...(missing === undefined ? [] : [missing.reason]), ...own].map((text) => `note: ${name}: ${text}`)
    ),
  ].join('\n');
}

function row({ name, anomaly }: { readonly name: string; readonly anomaly: AnomalyJson }): string[] {
  const { startMs, endMs, isOpen, severity, direction, peak, evidence } = anomaly;
  const end = isOpen ? 'goes on' : minuteText(endMs);
  return [
    name,
    minuteText(startMs),
    end,
    severity,
    direction,
    shortNumber(peak.value),
    shortNumber(peak.expected),
    evidence[0]?.sentence ?? '',
  ];
}
