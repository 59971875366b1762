import type uPlot from 'uplot';
import type { ChartScene } from './chart-scene.ts';

const scenes = new WeakMap<object, ChartScene>();

/** The columns of a scene as uPlot takes them; it reads its data and never writes it. */
export function toPlotData(scene: ChartScene): uPlot.AlignedData {
  const data = [scene.times, ...scene.lines] as unknown as uPlot.AlignedData;
  scenes.set(data, scene);
  return data;
}

/** The scene that a plot shows now: other data and another range are drawn by the plot that is there already. */
export function sceneOf({ data }: Pick<uPlot, 'data'>): ChartScene | undefined {
  return scenes.get(data);
}
