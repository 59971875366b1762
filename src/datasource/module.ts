import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './config/ConfigEditor.tsx';
import { HeadroomDataSource } from './datasource.ts';
import { QueryEditor } from './editor/QueryEditor.tsx';
import { QueryHelp } from './editor/QueryHelp.tsx';
import type { HeadroomOptions, HeadroomQuery, HeadroomSecrets } from './types.ts';

/** The data source plugin, as Grafana loads it. */
export const plugin = new DataSourcePlugin<HeadroomDataSource, HeadroomQuery, HeadroomOptions, HeadroomSecrets>(
  HeadroomDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
