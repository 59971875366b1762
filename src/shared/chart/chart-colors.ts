import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { DEFAULT_ANNOTATION_COLOR } from '@grafana/ui';

/** Opacity of the bands, widest first. */
const BAND_OPACITY = [0.1, 0.15];

/** Opacity of the bands of what is usual, widest first. */
const USUAL_OPACITY = [0.08, 0.14];

/** The colours of a chart, all from the theme. */
export interface ChartColors {
  readonly line: string;
  readonly capacity: string;
  readonly capacityLabel: string;
  readonly now: string;
  readonly text: string;
  /** Fill of the n-th band, widest first. */
  readonly band: (index: number) => string;
  /** The same in neutral grey, for what is usual. */
  readonly usual: (index: number) => string;
}

/** Actual, predicted and bands share one hue; capacity is red. */
export function chartColors({ colors, visualization }: GrafanaTheme2, hue = 'blue'): ChartColors {
  const line = visualization.getColorByName(hue);
  const fill = (color: string, opacities: readonly number[]) => (index: number) =>
    colorManipulator.alpha(color, opacities[Math.min(index, opacities.length - 1)] ?? 0);
  return {
    line,
    capacity: visualization.getColorByName('red'),
    capacityLabel: colors.error.text,
    now: colors.text.secondary,
    text: colors.text.primary,
    band: fill(line, BAND_OPACITY),
    usual: fill(colorManipulator.asHexString(colors.text.primary), USUAL_OPACITY),
  };
}

/** Annotations without a colour of their own have that of Grafana's. */
export function annotationColor({ visualization }: GrafanaTheme2, { color }: { readonly color?: string }): string {
  return visualization.getColorByName(color ?? DEFAULT_ANNOTATION_COLOR);
}
