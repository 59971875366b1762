import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import type { HeadroomOptions, HeadroomSecrets } from '../types.ts';

/** What Grafana hands to the sections of the configuration page. */
export type ConfigProps = DataSourcePluginOptionsEditorProps<HeadroomOptions, HeadroomSecrets>;
