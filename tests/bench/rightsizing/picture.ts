import type { Measures } from './judge.ts';

const [WIDTH, HEIGHT, TOP, BOTTOM, GAP] = [760, 260, 58, 36, 58];
const [OURS, RIVAL, TEXT] = ['#e8710a', '#3b82f6', '#7b8794'];
const PANELS = [
  { key: 'series', title: 'machines over the limit, %' },
  { key: 'days', title: 'days over the limit, %' },
  { key: 'slack', title: 'slack over the later peak, %' },
] as const;
const PANEL_WIDTH = (WIDTH - PANELS.length * GAP - 12) / PANELS.length;

/** Saving across, what it costs upwards, one panel a measure: our margins as dots, "max × k" as a line. As SVG. */
export function curves(ours: readonly Measures[], rivals: readonly Measures[], margins: readonly number[]): string {
  const savings = ours.map(({ saving }) => saving);
  const [from, to] = [Math.floor(Math.min(...savings) / 2) * 2 - 2, Math.ceil(Math.max(...savings) / 2) * 2 + 2];
  const seen = rivals.filter(({ saving }) => saving >= from && saving <= to);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    '  <title>Saving against exceedance: our limits at five margins, and the largest use times k</title>',
    legend(12, OURS, `Headroom at margins ${margins.join(', ')}`),
    legend(330, RIVAL, 'largest use × k'),
    ...PANELS.flatMap((panel, i) => draw(panel, GAP + i * (PANEL_WIDTH + GAP), { from, to, ours, rivals: seen })),
    '</svg>',
    '',
  ].join('\n');
}

function legend(left: number, colour: string, label: string): string {
  return `  <circle cx="${left}" cy="14" r="4" fill="${colour}"/><text x="${left + 10}" y="18" fill="${TEXT}">${label}</text>`;
}

interface Scene {
  readonly from: number;
  readonly to: number;
  readonly ours: readonly Measures[];
  readonly rivals: readonly Measures[];
}

function draw({ key, title }: (typeof PANELS)[number], left: number, { from, to, ours, rivals }: Scene): string[] {
  const most = 1.05 * Math.max(...[...ours, ...rivals].map((one) => one[key]));
  const x = ({ saving }: Measures) => (left + (PANEL_WIDTH * (saving - from)) / (to - from)).toFixed(1);
  const y = (value: number) => (HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / most).toFixed(1);
  const line = (points: readonly Measures[], colour: string) =>
    `  <polyline fill="none" stroke="${colour}" stroke-width="1.6" points="${points.map((one) => `${x(one)},${y(one[key])}`).join(' ')}"/>`;
  const bottom = HEIGHT - BOTTOM;
  return [
    `  <text x="${left - 30}" y="${TOP - 16}" fill="${TEXT}">${title}</text>`,
    `  <line x1="${left}" y1="${bottom}" x2="${left + PANEL_WIDTH}" y2="${bottom}" stroke="${TEXT}" stroke-opacity="0.5"/>`,
    ...[0, Math.round(most / 2), Math.round(most / 1.05)].map(
      (value) => `  <text x="${left - 6}" y="${Number(y(value)) + 4}" text-anchor="end" fill="${TEXT}">${value}</text>`
    ),
    `  <text x="${left}" y="${bottom + 18}" fill="${TEXT}">${from} %</text>`,
    `  <text x="${left + PANEL_WIDTH}" y="${bottom + 18}" text-anchor="end" fill="${TEXT}">${to} % saved</text>`,
    line(rivals, RIVAL),
    line(ours, OURS),
    ...ours.map((one) => `  <circle cx="${x(one)}" cy="${y(one[key])}" r="4" fill="${OURS}"/>`),
  ];
}
