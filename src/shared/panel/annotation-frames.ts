import type { DataFrame } from '@grafana/data';
import type { ChartAnnotation } from '../chart/annotations.ts';

/** More marks than this on one axis say nothing. */
const MOST = 200;

/** The annotations that a dashboard hands to its panels; exemplars and other frames without times are none. */
export function readAnnotations(frames: readonly DataFrame[] = []): ChartAnnotation[] {
  return frames
    .filter(({ name }) => name !== 'exemplar')
    .flatMap(readFrame)
    .slice(0, MOST);
}

function readFrame({ fields, length }: DataFrame): ChartAnnotation[] {
  const column = (name: string): readonly unknown[] => fields.find((field) => field.name === name)?.values ?? [];
  const [times, ends, regions] = [column('time'), column('timeEnd'), column('isRegion')];
  const [colors, titles, texts, tags] = [column('color'), column('title'), column('text'), column('tags')];
  return Array.from({ length }, (_, i) => i).flatMap((i): ChartAnnotation[] => {
    const [fromMs, toMs, color] = [times[i], ends[i], colors[i]];
    if (typeof fromMs !== 'number') {
      return [];
    }
    const isStretch = regions[i] !== false && typeof toMs === 'number' && toMs > fromMs;
    return [
      {
        fromMs,
        ...(isStretch ? { toMs } : {}),
        ...(typeof color === 'string' && color !== '' ? { color } : {}),
        title: plainText(titles[i]),
        text: plainText(texts[i]),
        tags: tagsOf(tags[i]),
      },
    ];
  });
}

/** Annotations may be written in HTML; here only their words count. */
function plainText(value: unknown): string {
  return typeof value === 'string'
    ? (new DOMParser().parseFromString(value, 'text/html').body.textContent ?? '').trim()
    : '';
}

function tagsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((tag) => typeof tag === 'string') : [];
}
