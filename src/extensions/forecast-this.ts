import {
  type PluginExtensionAddedLinkConfig,
  type PluginExtensionPanelContext,
  PluginExtensionPoints,
} from '@grafana/data';
import { getBackendSrv, getDataSourceSrv, getTemplateSrv, locationService } from '@grafana/runtime';
import { lastValueFrom, timeout } from 'rxjs';
import { APP_ID, DATASOURCE_ID } from '#contract/ids.ts';
import type { SourceOriginJson } from '#contract/rest.ts';
import { directUrl } from '../datasource/editor/editor-source.ts';
import type { HeadroomOptions } from '../datasource/types.ts';
import { askEngine } from '../shared/host/engine-request.ts';
import { needsOrigins, panelParams, type PanelHost } from './panel-params.ts';
import { unitInDashboard } from './panel-unit.ts';
import type { HeadroomReader } from './readers.ts';

const PATH = `/a/${APP_ID}/forecasts/new`;
/** Without it the page is nearly as useful; it is not worth a longer wait. */
const WAIT_MS = 1_500;

type Context = Readonly<PluginExtensionPanelContext>;

/** "Forecast this" in the menu of every panel: leads to the page with the panel's query, or to why it cannot be. */
export function forecastThis(): PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> {
  return {
    title: 'Forecast this',
    description: 'Shows where the query of this panel is heading',
    targets: PluginExtensionPoints.DashboardPanelMenu,
    icon: 'chart-line',
    path: PATH,
    configure: (context) => (context === undefined ? undefined : { path: pathOf(context) }),
    onClick: (event, { context }) => {
      // With a modifier key the link opens elsewhere, as any link does.
      if (context !== undefined && !(event?.ctrlKey || event?.metaKey || event?.shiftKey)) {
        event?.preventDefault();
        void open(context);
      }
    },
  };
}

/** What a panel does not tell its menu: the unit, which is in the dashboard, and which source reads its server. */
async function open(context: Context): Promise<void> {
  const host = hostOf(context);
  const [unit, headroomSources] = await Promise.all([
    unitOf(context).catch(() => undefined),
    needsOrigins(context, host) ? withOrigins(host.headroomSources) : host.headroomSources,
  ]);
  const params = panelParams(context, { ...host, headroomSources });
  if (unit !== undefined && params.has('expr')) {
    params.set('unit', unit);
  }
  locationService.push(`${PATH}?${params.toString()}`);
}

function pathOf(context: Context): string {
  return `${PATH}?${panelParams(context, hostOf(context)).toString()}`;
}

function hostOf({ scopedVars }: Context): PanelHost {
  const service = getDataSourceSrv();
  return {
    replace: (text, format) => getTemplateSrv().replace(text, scopedVars, format),
    findSource: (ref) => {
      const settings = service.getInstanceSettings(ref, scopedVars);
      if (settings === undefined) {
        return undefined;
      }
      const { uid, type, meta } = settings;
      return { uid, type, kind: meta.name, url: directUrl(settings) || undefined };
    },
    headroomSources: service
      .getList({ pluginId: DATASOURCE_ID })
      .sort((a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false))
      .map(({ uid, jsonData }) => ({ uid, options: jsonData as HeadroomOptions })),
  };
}

/** Asks each engine what it reads; one that does not answer in time stays unknown. */
function withOrigins(readers: readonly HeadroomReader[]): Promise<HeadroomReader[]> {
  return Promise.all(
    readers.map(async (reader) => {
      const request = { sourceUid: reader.uid, path: 'v1/source', signal: AbortSignal.timeout(WAIT_MS) };
      const origin = await askEngine<SourceOriginJson>(request).catch(() => undefined);
      return { ...reader, origin };
    })
  );
}

async function unitOf({ dashboard, id }: Context): Promise<string | undefined> {
  if (!dashboard.uid) {
    return undefined;
  }
  const url = `/api/dashboards/uid/${encodeURIComponent(dashboard.uid)}`;
  const answer = getBackendSrv().fetch<{ dashboard?: unknown }>({ url, showErrorAlert: false });
  const { data } = await lastValueFrom(answer.pipe(timeout(WAIT_MS)));
  return unitInDashboard(data.dashboard, id);
}
