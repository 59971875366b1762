import { PluginExtensionExposedComponents, type TimeRange } from '@grafana/data';
import { usePluginComponent } from '@grafana/runtime';
import type { Panel } from '@grafana/schema';
import { createElement } from 'react';

interface Props {
  buildPanel: () => Panel;
  timeRange?: TimeRange;
  onClose: () => void;
}

function useForm() {
  return usePluginComponent<Props & { options: typeof OPTIONS }>(PluginExtensionExposedComponents.AddToDashboardFormV1)
    .component;
}

/** Grafana would else look for the dashboard below the page's own path. */
const OPTIONS = { useAbsolutePath: true };

/** Whether the host has a form that puts a panel on a dashboard. */
export function useHasDashboardForm(): boolean {
  return Boolean(useForm());
}

/** Grafana's form that puts a panel on a new or an existing dashboard. */
export function AddToDashboardForm(props: Props) {
  const form = useForm();
  return form ? createElement(form, { ...props, options: OPTIONS }) : null;
}
