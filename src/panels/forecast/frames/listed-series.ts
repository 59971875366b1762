import { type DataFrame, type Field, getFieldSeriesColor, type GrafanaTheme2 } from '@grafana/data';
import type { ListedSeries } from '../../../shared/chart/ChartLegend.tsx';
import { isEngineFrame } from './engine-frame.ts';
import { isHidden, isHiddenFrom, namedField } from '../../../shared/panel/fields.ts';
import { isSignal } from '../../../shared/panel/plain-frame.ts';

/**
 * What the legend of a panel lists, in the order of its frames: the series that are drawn, and those that the user has
 * hidden, so that they can be shown again.
 */
export function listSeries(frames: DataFrame[], drawn: ReadonlySet<string>, theme: GrafanaTheme2): ListedSeries[] {
  return frames.flatMap((frame) =>
    frame.fields
      .filter(isEngineFrame(frame) ? ({ name }) => name === 'actual' : isSignal)
      .filter((field) => !isHiddenFrom(field, 'legend'))
      .map((field) => toListed(field, namedField(field, frame, frames).name, theme))
      .filter(({ name, isHidden: isOff }) => isOff || drawn.has(name))
  );
}

function toListed(field: Field, name: string, theme: GrafanaTheme2): ListedSeries {
  return { name, color: getFieldSeriesColor(field, theme).color, isHidden: isHidden(field) };
}
