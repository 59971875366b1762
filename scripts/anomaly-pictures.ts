/**
 * Draws the pictures of the pages on anomaly detection in docs/algorithms from the detector's own output on made-up
 * series. The same every time, in colours that suit light and dark pages.
 *
 * Usage: node scripts/anomaly-pictures.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { detect } from '../pkg/model/anomaly/detect.ts';
import { score } from '../pkg/model/anomaly/score.ts';
import { DETECTORS, type BaselineKind, type Detection, type DetectorName } from '../pkg/model/anomaly/types.ts';
import { seededRandom, type Random } from '../pkg/model/stats/random.ts';

const OUT = 'docs/algorithms/img';
const MINUTE = 60_000;
const STEP = 10 * MINUTE;
const PER_DAY = 144;
/** Monday, midnight. */
const START = Date.UTC(2026, 0, 5);
const [WIDTH, LEFT, TOP, ROW] = [760, 8, 24, 96];
const [VALUE, EXPECTED, BAND, SCORE, ALARM] = ['#7b8794', '#e8710a', '#e8710a', '#3b82f6', '#dc2626'];

interface Line {
  readonly values: ArrayLike<number>;
  readonly colour: string;
}

interface Row {
  readonly title: string;
  readonly height: number;
  readonly lines: readonly Line[];
  /** Indices to be marked. */
  readonly marks?: readonly number[];
  /** Band behind the lines. */
  readonly band?: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> };
  /** Least and most of the axis; absent: of the lines. */
  readonly axis?: readonly [number, number];
}

const rhythm = (i: number): number => 100 + 40 * Math.sin(2 * Math.PI * (i / PER_DAY - 0.3));

function draw(days: number, seed: number, value: (i: number, random: Random) => number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: days * PER_DAY }, (_, i) => value(i, random));
}

function found(values: Float64Array, baseline: BaselineKind = 'seasonal'): Detection {
  const outcome = detect({ series: { startMs: START, stepMs: STEP, values }, baseline, threshold: 'warning' });
  if (outcome.kind !== 'detection') {
    throw new Error(outcome.reason);
  }
  return outcome;
}

/** Value, band and decision, with or without the two scores. */
function rowsOf(values: Float64Array, from: number, title: string, baseline?: BaselineKind): Row[] {
  const { baseline: expected, anomalous, score: rarity, suspicion } = found(values, baseline);
  const cut = (all: Float64Array): Float64Array => all.subarray(from);
  const [, outer] = expected.bands;
  const marks = Array.from(anomalous.subarray(from).keys()).filter((i) => anomalous[from + i] !== 0);
  const main: Row = {
    title,
    height: ROW,
    lines: [
      { values: cut(expected.expected), colour: EXPECTED },
      { values: cut(values), colour: VALUE },
    ],
    band: { lower: cut(outer!.lower), upper: cut(outer!.upper) },
    marks,
  };
  return baseline === undefined
    ? [
        main,
        { title: 'score', height: 56, lines: [{ values: cut(rarity), colour: SCORE }], axis: [0, 100] },
        { title: 'suspicion', height: 56, lines: [{ values: cut(suspicion), colour: SCORE }], axis: [0, 100] },
      ]
    : [main];
}

function scenes(): Readonly<Record<string, Row[]>> {
  const spiky = draw(16, 3, (i, random) => {
    const spike = i === 14 * PER_DAY + 60 || i === 14 * PER_DAY + 61 ? 90 : 0;
    return rhythm(i) + 4 * random.normal() + spike;
  });
  const night = 14 * PER_DAY + 110;
  const incident = draw(16, 4, (i, random) => {
    const off = i >= night && i < night + 14 ? 45 : 0;
    return rhythm(i) + 4 * random.normal() + off;
  });
  const kinds: readonly [BaselineKind, string][] = [
    ['seasonal', 'seasonal: habit and the errors it made, 99 %'],
    ['mean', 'mean ± 2.58 standard deviations'],
    ['median', 'median ± 2.58 scaled MADs'],
    ['percentiles', 'median, P0.5 to P99.5'],
  ];
  return {
    'anomaly-baselines': kinds.flatMap(([kind, title]) => rowsOf(incident, 13 * PER_DAY, title, kind)),
    'anomaly-detectors': detectorRows(),
    'anomaly-scores': rowsOf(incident, 13 * PER_DAY, 'value, expected, 99 % band, anomalies from warning'),
    'anomaly-spike': rowsOf(spiky, 13 * PER_DAY, 'value, expected, 99 % band, anomalies from warning'),
  };
}

/** Four incidents, and what each detector makes of them. */
function detectorRows(): Row[] {
  const at = [12.4, 13.2, 14.1, 15].map((day) => Math.round(day * PER_DAY));
  let held = 0;
  const values = draw(16, 5, (i, random) => {
    const usual = rhythm(i) + 4 * random.normal();
    const [spike, lifted, stopped, shifted] = at as [number, number, number, number];
    if (i === spike) {
      return usual + 80;
    }
    if (i >= stopped && i < stopped + 40) {
      return held;
    }
    held = usual;
    return usual + (i >= lifted && i < lifted + 30 ? 45 : 0) - (i >= shifted ? 30 : 0);
  });
  const { raw } = score(
    { startMs: START, stepMs: STEP, values },
    {
      detectors: DETECTORS,
      seasons: [PER_DAY, 7 * PER_DAY],
      shifts: undefined,
      levels: [],
      baseline: 'seasonal',
      seed: 1,
    }
  );
  const from = 12 * PER_DAY;
  const row = (name: DetectorName): Row => ({
    title: name,
    height: 34,
    lines: [
      {
        values: raw
          .get(name)!
          .subarray(from)
          .map((one) => Math.min(one, 12)),
        colour: SCORE,
      },
    ],
    axis: [0, 12],
  });
  const title = 'a spike, a lift at night, a series that stops, a level that shifts';
  return [{ title, height: ROW, lines: [{ values: values.subarray(from), colour: VALUE }] }, ...DETECTORS.map(row)];
}

function points(values: ArrayLike<number>, x: (i: number) => number, y: (value: number) => number): string[] {
  return Array.from(values, (value, i) =>
    Number.isNaN(value) ? '' : `${x(i).toFixed(1)},${y(value).toFixed(1)}`
  ).filter((point) => point !== '');
}

function rowSvg({ title, height, lines, marks = [], band, axis }: Row, top: number): string[] {
  const every = [...lines.map(({ values }) => values), ...(band === undefined ? [] : [band.lower, band.upper])].flatMap(
    (values) => Array.from(values).filter(Number.isFinite)
  );
  const [least, most] = axis ?? [Math.min(...every), Math.max(...every)];
  const count = lines[0]!.values.length;
  const x = (i: number): number => LEFT + ((WIDTH - 2 * LEFT) * i) / (count - 1);
  const y = (value: number): number => top + TOP + (height * (most - value)) / (most - least);
  const own = lines[lines.length - 1]!.values;
  const area =
    band === undefined
      ? []
      : [
          `  <polygon fill="${BAND}" fill-opacity="0.16" points="${[...points(band.lower, x, y), ...points(band.upper, x, y).reverse()].join(' ')}"/>`,
        ];
  return [
    `  <text x="${LEFT}" y="${top + 16}" fill="#7b8794">${title}</text>`,
    `  <line x1="${LEFT}" x2="${WIDTH - LEFT}" y1="${y(least).toFixed(1)}" y2="${y(least).toFixed(1)}" stroke="#7b8794" stroke-opacity="0.3"/>`,
    ...area,
    ...lines.map(
      ({ values, colour }) =>
        `  <polyline fill="none" stroke="${colour}" stroke-width="1.4" points="${points(values, x, y).join(' ')}"/>`
    ),
    ...marks.map((i) => `  <circle cx="${x(i).toFixed(1)}" cy="${y(own[i]!).toFixed(1)}" r="2.6" fill="${ALARM}"/>`),
  ];
}

function svg(title: string, rows: readonly Row[]): string {
  const tops = rows.map((_, i) => rows.slice(0, i).reduce((sum, { height }) => sum + height + TOP, 0));
  const height = rows.reduce((sum, row) => sum + row.height + TOP, 8);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `  <title>${title}</title>`,
    ...rows.flatMap((row, i) => rowSvg(row, tops[i]!)),
    '</svg>',
    '',
  ].join('\n');
}

mkdirSync(OUT, { recursive: true });
for (const [file, rows] of Object.entries(scenes())) {
  writeFileSync(`${OUT}/${file}.svg`, svg(rows[0]!.title, rows));
}
