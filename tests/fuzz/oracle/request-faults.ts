import type {
  DataSourceInstanceSettings,
  PluginContext,
  QueryDataRequest,
} from '../../../pkg/backend/host/gen/pluginv2_pb.ts';
import { type DatasourceJson, datasourceJsonSchema } from '../../../pkg/contract/settings.ts';
import { queryFaults } from './query-faults.ts';
import { both, brokenFields, SOUND, type Verdict, wrong } from './verdict.ts';

/** What is wrong with each query of a request, by refId; of several with one refId the last is answered. */
export function requestFaults({ pluginContext, queries }: QueryDataRequest): ReadonlyMap<string, Verdict> {
  const shared = contextFaults(pluginContext);
  return new Map(
    queries.map(({ refId, json, timeRange }) => {
      const { fromEpochMS = 0n, toEpochMS = 0n } = timeRange ?? {};
      const text = new TextDecoder().decode(json);
      return [refId, both(shared, queryFaults(text, { fromMs: Number(fromEpochMS), toMs: Number(toEpochMS) }))];
    })
  );
}

/** What is wrong with who asks, and with the settings of the data source. */
export function contextFaults(context: PluginContext | undefined): Verdict {
  const instance = context?.dataSourceInstanceSettings;
  if (instance === undefined) {
    return wrong('pluginContext');
  }
  const role = context?.user?.role ?? 'Viewer';
  return both(
    ['Viewer', 'Editor', 'Admin'].includes(role) ? SOUND : wrong('role'),
    settingsFaults(instance, context?.grafanaConfig ?? {})
  );
}

type Texts = Readonly<Record<string, string>>;

function settingsFaults(instance: DataSourceInstanceSettings, grafana: Texts): Verdict {
  let given: unknown = {};
  try {
    given = instance.jsonData.length === 0 ? {} : JSON.parse(new TextDecoder().decode(instance.jsonData));
  } catch {
    return wrong('jsonData');
  }
  const { data } = datasourceJsonSchema.safeParse(given);
  if (data === undefined) {
    return wrong(...brokenFields(datasourceJsonSchema, given, 'jsonData'));
  }
  return data.sourceKind === 'grafana'
    ? grafanaFaults(data, instance.decryptedSecureJsonData, grafana)
    : directFaults(data, instance);
}

function grafanaFaults({ grafanaSourceUid, grafanaUrl }: DatasourceJson, secrets: Texts, grafana: Texts): Verdict {
  return both(
    grafanaSourceUid === '' ? wrong('grafanaSourceUid') : SOUND,
    secrets['grafanaToken'] ? SOUND : wrong('grafanaToken'),
    isAddress(grafanaUrl || (grafana['GF_APP_URL'] ?? '')) ? SOUND : wrong('grafanaUrl')
  );
}

function directFaults({ authKind }: DatasourceJson, instance: DataSourceInstanceSettings): Verdict {
  const { url, basicAuthEnabled, decryptedSecureJsonData: secrets } = instance;
  const lacksToken = !basicAuthEnabled && authKind === 'bearer' && !secrets['bearerToken'];
  return both(isAddress(url) ? SOUND : wrong('url'), lacksToken ? wrong('bearerToken') : SOUND);
}

function isAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
