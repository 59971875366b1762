import * as data from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo, useState } from 'react';

/** What a page hands to its panel; a test sets it before the page loads. */
export interface PreviewPanel {
  /** In Grafana's JSON. */
  readonly frames: readonly object[];
  readonly annotations?: readonly object[];
  /** What else its data has, such as a state or errors. */
  readonly more?: object;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
  readonly options?: object;
  readonly fieldConfig?: { readonly defaults: object; readonly overrides: object[] };
}

const asIs = <T,>(value: T) => value;
const nothing = () => null;
const toFrames = (all: readonly object[] = []) => all.map((one) => data.dataFrameFromJSON(one as data.DataFrameJSON));

/** Grafana's editors are not in its packages: options have their values here, without fields to change them. */
const option = (id: string) => ({ id, path: id, name: id, editor: nothing, override: nothing, process: asIs });
data.standardEditorsRegistry.setInit(() => ['text', 'number', 'boolean', 'radio', 'select'].map(option));
data.standardFieldConfigEditorRegistry.setInit(() =>
  Object.values(data.FieldConfigProperty).map((id) => ({ ...option(id), shouldApply: () => true }))
);

/** A panel as a dashboard shows it, without the frame; `showPanel` of the window changes what it shows. */
export function HostPanel({ plugin }: { plugin: data.PanelPlugin }) {
  const theme = useTheme2();
  const [given, show] = useState(window.previewPanel);
  Object.assign(window, { showPanel: (next: Partial<PreviewPanel>) => show({ ...given, ...next }) });
  const { frames, annotations, more, from, to, width, height } = given;
  const { options, fieldConfig } = useMemo(() => {
    const currentFieldConfig = (given.fieldConfig ?? { defaults: {}, overrides: [] }) as data.FieldConfigSource;
    const currentOptions = { ...given.options };
    return data.getPanelOptionsWithDefaults({ plugin, currentOptions, currentFieldConfig, isAfterPluginChange: false });
  }, [plugin, given.options, given.fieldConfig]);
  const panelData = useMemo((): data.PanelData => {
    const [start, end] = [data.dateTime(from), data.dateTime(to)];
    const common = { fieldConfig, fieldConfigRegistry: plugin.fieldConfigRegistry, replaceVariables: asIs, theme };
    return {
      state: data.LoadingState.Done,
      series: data.applyFieldOverrides({ ...common, data: toFrames(frames) }),
      annotations: toFrames(annotations),
      timeRange: { from: start, to: end, raw: { from: start, to: end } },
      ...more,
    };
  }, [plugin, theme, fieldConfig, frames, annotations, more, from, to]);
  const Panel = plugin.panel as unknown as React.ComponentType<Partial<data.PanelProps>>;
  const handlers = { replaceVariables: asIs, onChangeTimeRange: nothing, onOptionsChange: nothing };
  const { timeRange } = panelData;
  return (
    <main style={{ width, height }}>
      <Panel
        {...{ id: 1, data: panelData, timeRange, timeZone: 'utc', options, fieldConfig, width, height, ...handlers }}
      />
    </main>
  );
}
