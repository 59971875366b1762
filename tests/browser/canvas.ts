import type { Locator } from '@playwright/test';

/** What is painted between two fractions of a chart's width. */
interface Painted {
  /** Columns of pixels with a line in the hue of the signal, as a fraction of all columns. */
  readonly lineColumns: number;
  /** Columns with a band in that hue. */
  readonly bandColumns: number;
  /** Different strengths of the bands. */
  readonly bandStrengths: number;
  /** Pixels in the red of the capacity. */
  readonly capacityPixels: number;
}

/** Reads the pixels of a chart's canvas, which is transparent where nothing is painted. */
export function painted(canvas: Locator, from: number, to: number): Promise<Painted> {
  return canvas.evaluate(
    (element, range) => {
      const plot = element as HTMLCanvasElement;
      const left = Math.round(range.from * plot.width);
      const columns = Math.round(range.to * plot.width) - left;
      const context = plot.getContext('2d');
      if (context === null) {
        throw new Error('The canvas has no context.');
      }
      const pixels = context.getImageData(left, 0, columns, plot.height).data;
      const at = (index: number, channel: number) => pixels[4 * index + channel] ?? 0;
      // Lines are as good as opaque, bands never stronger than a quarter.
      const kindOf = (index: number) => {
        const hue = at(index, 2) - at(index, 0);
        const alpha = at(index, 3);
        return { isBlue: hue > 80, isRed: hue < -80, isLine: alpha > 100, isBand: alpha > 10 && alpha < 80 };
      };
      const lines = new Set<number>();
      const bands = new Set<number>();
      const strengths = new Map<number, number>();
      let capacityPixels = 0;
      for (let i = 0; i < columns * plot.height; i++) {
        const { isBlue, isRed, isLine, isBand } = kindOf(i);
        capacityPixels += Number(isRed && isLine);
        if (isBlue && isLine) {
          lines.add(i % columns);
        }
        if (isBlue && isBand) {
          bands.add(i % columns);
          strengths.set(at(i, 3), (strengths.get(at(i, 3)) ?? 0) + 1);
        }
      }
      // Edges are smoothed: few pixels have a strength in between.
      const bandStrengths = [...strengths.values()].filter((count) => count > columns).length;
      return { lineColumns: lines.size / columns, bandColumns: bands.size / columns, bandStrengths, capacityPixels };
    },
    { from, to }
  );
}
