import { useMemo } from 'react';
import type { ChartScene } from './chart-scene.ts';

/** What a plot is built from once; everything else of a scene it looks up when it draws. */
export interface PlotShape {
  readonly timeZone: string;
  /** Ticks of the value axis lie on powers of two. */
  readonly isBinary: boolean;
  /** Colour of each series; the usual one when it is `null`. */
  readonly colors: ReadonlyArray<string | null>;
  readonly isCrowded: boolean;
}

/** The shape of a scene; the same object as before as long as nothing of it has changed. */
export function usePlotShape(scene: ChartScene): PlotShape {
  const key = JSON.stringify(shapeOf(scene));
  return useMemo(() => JSON.parse(key) as PlotShape, [key]);
}

function shapeOf({ views, isCrowded }: ChartScene): PlotShape {
  const { timeZone = '', unit } = views[0]?.input ?? {};
  return {
    timeZone,
    isBinary: unit?.isBinary === true,
    colors: views.map(({ input }) => input.color ?? null),
    isCrowded,
  };
}
