import type { LineStyle } from '@grafana/schema';

/** The same in the plot and in the legend. */
export const ACTUAL_LINE = { lineWidth: 1, lineStyle: { fill: 'solid' } satisfies LineStyle };
export const PREDICTED_LINE = { lineWidth: 2, lineStyle: { fill: 'dash', dash: [6, 4] } satisfies LineStyle };
