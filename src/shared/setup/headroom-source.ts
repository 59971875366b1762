import { DATASOURCE_ID } from '#contract/ids.ts';
import type { DatasourceJsonInput } from '#contract/settings.ts';

/** What Grafana tells an administrator about a data source; secrets only by whether they are set. */
export interface SourceSettingsJson {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly basicAuth?: boolean;
  readonly withCredentials?: boolean;
  readonly jsonData?: Readonly<Record<string, unknown>>;
  readonly secureJsonFields?: Readonly<Record<string, boolean>>;
}

/** A Headroom data source to create. */
export interface NewSource {
  readonly name: string;
  readonly type: string;
  readonly access: 'proxy';
  readonly url?: string;
  readonly jsonData: DatasourceJsonInput & { readonly editorSourceUid?: string };
}

/** Settings by which a data source proves who it is, or reaches its server, in ways that cannot be copied. */
const CREDENTIALS = [
  'tlsAuth',
  'tlsAuthWithCACert',
  'sigV4Auth',
  'oauthPassThru',
  'azureCredentials',
  'enableSecureSocksProxy',
  'httpHeaderName1',
];

/** Whether a data source needs something that Grafana does not hand out, so that it must be read through Grafana. */
export function needsToken(source: SourceSettingsJson): boolean {
  const { basicAuth = false, withCredentials = false, jsonData = {}, secureJsonFields = {} } = source;
  return (
    source.type !== 'prometheus' ||
    basicAuth ||
    withCredentials ||
    Object.values(secureJsonFields).some(Boolean) ||
    CREDENTIALS.some((name) => Boolean(jsonData[name]))
  );
}

/** The Headroom data source that reads what a Prometheus data source reads. */
export function headroomFor(source: SourceSettingsJson, taken: readonly string[]): NewSource {
  const common = { name: freeName(source.name, taken), type: DATASOURCE_ID, access: 'proxy' as const };
  if (needsToken(source)) {
    return { ...common, jsonData: { sourceKind: 'grafana', grafanaSourceUid: source.uid } };
  }
  const skip = source.jsonData?.['tlsSkipVerify'] === true ? { tlsSkipVerify: true } : {};
  return { ...common, url: source.url, jsonData: { sourceKind: 'direct', editorSourceUid: source.uid, ...skip } };
}

function freeName(of: string, taken: readonly string[]): string {
  const names = ['Headroom', `Headroom (${of})`];
  const free = names.find((name) => !taken.includes(name));
  for (let i = 2; ; i++) {
    const name = free ?? `Headroom (${of}) ${i}`;
    if (!taken.includes(name)) {
      return name;
    }
  }
}
