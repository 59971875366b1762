import { SECOND, type SampleSeries } from './series.ts';
import { seriesText, valueText } from './text-format.ts';

/** Which part of time to write, and how densely. */
export interface HistoryWindow {
  /** Unix milliseconds, inclusive. */
  readonly fromMs: number;
  /** Unix milliseconds, exclusive. */
  readonly untilMs: number;
  /** Distance of a series' samples, milliseconds; samples lie on multiples of it since 1970. */
  readonly stepMs: (series: SampleSeries) => number;
}

/** A piece of an OpenMetrics text and the number of samples in it. */
export interface OpenMetricsPiece {
  readonly text: string;
  readonly samples: number;
}

/** OpenMetrics names a counter's family without the suffix of its samples. */
function familyOf(series: SampleSeries): string {
  return series.kind === 'counter' ? series.name.replace(/_total$/, '') : series.name;
}

function samplesOf(series: SampleSeries, window: HistoryWindow): OpenMetricsPiece {
  const stepMs = window.stepMs(series);
  const head = seriesText(series.name, series.labels);
  const fromMs = Math.max(window.fromMs, series.fromMs);
  const untilMs = Math.min(window.untilMs, series.untilMs);
  let text = '';
  let samples = 0;
  for (let tMs = Math.ceil(fromMs / stepMs) * stepMs; tMs < untilMs; tMs += stepMs) {
    const value = series.at(tMs);
    if (value !== undefined) {
      text += `${head} ${valueText(value)} ${tMs / SECOND}\n`;
      samples++;
    }
  }
  return { text, samples };
}

/**
 * The window as an OpenMetrics 1.0 text, one piece a series, so that memory stays bounded. Families come one after the
 * other, within a family series after series, within a series samples in order of time; the last piece is `# EOF`.
 * Timestamps are seconds. `series` must be sorted by name.
 */
export function* openMetrics(series: readonly SampleSeries[], window: HistoryWindow): Generator<OpenMetricsPiece> {
  let family = '';
  for (const one of series) {
    const piece = samplesOf(one, window);
    if (piece.samples === 0) {
      continue;
    }
    const type = familyOf(one) === family ? '' : `# TYPE ${familyOf(one)} ${one.kind}\n`;
    family = familyOf(one);
    yield { text: type + piece.text, samples: piece.samples };
  }
  yield { text: '# EOF\n', samples: 0 };
}
