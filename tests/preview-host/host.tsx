import * as emotionCss from '@emotion/css';
import * as grafanaData from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import lodash from 'lodash';
import * as React from 'react';
import * as ReactDom from 'react-dom';
import { createRoot } from 'react-dom/client';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactRouter from 'react-router';
import { BrowserRouter, Route, Routes } from 'react-router-dom';
import * as rxjs from 'rxjs';
import { HostEditor, type PreviewQuery } from './editor.tsx';
import { HostPanel, type PreviewPanel } from './panel.tsx';
import { backend, dataSources, templates } from './services.ts';

type Plugin = grafanaData.AppPlugin | grafanaData.PanelPlugin | grafanaData.DataSourcePlugin<grafanaData.DataSourceApi>;

declare global {
  interface Window {
    System: {
      set(id: string, module: object): void;
      addImportMap(map: { imports: Record<string, string> }): void;
      import(url: string): Promise<{ plugin: Plugin }>;
    };
    previewSources: string[];
    previewPanel: PreviewPanel;
    previewQuery: PreviewQuery;
  }
}

const { Box, GlobalStyles, PortalContainer, Stack, Text } = grafanaUi;
/** Which plugin a page shows: `/a/<app>/…`, `/p/<panel>` or the query editor of `/e/<data source>`. */
const [, , ID = ''] = window.location.pathname.split('/');

/** The frame that Grafana puts around a page: breadcrumb, heading, actions. */
function HostPage({ pageNav, subTitle, actions, children }: grafanaRuntime.PluginPageProps) {
  return (
    <Box padding={3}>
      <Stack direction="column" gap={2}>
        <nav aria-label="Breadcrumbs">
          <Text color="secondary">Headroom › {pageNav?.text ?? ''}</Text>
        </nav>
        <Stack direction="row" justifyContent="space-between" alignItems="flex-start" wrap="wrap">
          <Text element="h1">{pageNav?.text ?? ''}</Text>
          {actions}
        </Stack>
        <Text color="secondary">{subTitle ?? ''}</Text>
        <main>{children}</main>
      </Stack>
    </Box>
  );
}

/** What a plugin does not bundle because the host has it. */
const SINGLETONS: Record<string, object> = {
  '@emotion/css': emotionCss,
  '@grafana/data': grafanaData,
  '@grafana/runtime': { ...grafanaRuntime, PluginPage: HostPage },
  '@grafana/ui': grafanaUi,
  lodash,
  react: React,
  'react-dom': ReactDom,
  'react-router': reactRouter,
  'react/jsx-runtime': jsxRuntime,
  rxjs,
};

async function loadPlugin(): Promise<React.ComponentType> {
  for (const [name, module] of Object.entries(SINGLETONS)) {
    window.System.addImportMap({ imports: { [name]: `host:${name}` } });
    window.System.set(`host:${name}`, { default: module, ...module });
  }
  const { plugin } = await window.System.import(`/public/plugins/${ID}/module.js`);
  if ('DataSourceClass' in plugin) {
    return () => <HostEditor plugin={plugin} uid={window.previewSources[0] ?? ''} />;
  }
  return 'panel' in plugin ? () => <HostPanel plugin={plugin} /> : (plugin.root as React.ComponentType);
}

async function start(): Promise<void> {
  const isLight = new URLSearchParams(window.location.search).get('theme') === 'light';
  const theme = grafanaData.createTheme({ colors: { mode: isLight ? 'light' : 'dark' } });
  grafanaRuntime.config.theme2 = theme;
  grafanaRuntime.setCurrentUser(grafanaRuntime.config.bootData.user);
  // The host exposes no components to plugins.
  grafanaRuntime.setPluginComponentHook(() => ({ component: null, isLoading: false }));
  grafanaRuntime.setBackendSrv(backend as grafanaRuntime.BackendSrv);
  grafanaRuntime.setDataSourceSrv(dataSources(window.previewSources) as grafanaRuntime.DataSourceSrv);
  grafanaRuntime.setTemplateSrv(templates as grafanaRuntime.TemplateSrv);
  await initPluginTranslations('preview-host');
  const Plugin = await loadPlugin();
  createRoot(document.getElementById('root') ?? document.body).render(
    <grafanaData.ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <BrowserRouter>
        <Routes>
          <Route path="/:kind/:id/*" element={<Plugin />} />
        </Routes>
      </BrowserRouter>
      <PortalContainer />
    </grafanaData.ThemeContext.Provider>
  );
}

void start();
