/** An event or a stretch of time that somebody has marked. */
export interface ChartAnnotation {
  readonly fromMs: number;
  /** End of a stretch; absent for a moment. */
  readonly toMs?: number;
  /** A colour of the theme by name, or a CSS colour; the usual one when it is missing. */
  readonly color?: string;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

/** Where a mark stands on an axis, as fractions of its length; `undefined`: not on it. */
export function placeOnAxis(
  { fromMs, toMs = fromMs }: Pick<ChartAnnotation, 'fromMs' | 'toMs'>,
  [start, end]: readonly [number, number]
): { readonly left: number; readonly width: number } | undefined {
  const fraction = (ms: number) => (Math.min(Math.max(ms, start), end) - start) / (end - start);
  return toMs < start || fromMs > end
    ? undefined
    : { left: fraction(fromMs), width: fraction(toMs) - fraction(fromMs) };
}
