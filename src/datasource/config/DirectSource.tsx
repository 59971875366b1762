import { Auth, AuthMethod, ConnectionSettings, convertLegacyAuthProps } from '@grafana/plugin-ui';
import { getDataSourceSrv } from '@grafana/runtime';
import { Divider } from '@grafana/ui';
import { isPrometheus, sourceWithUrl } from '../editor/editor-source.ts';
import { BearerToken } from './BearerToken.tsx';
import type { ConfigProps } from './config-props.ts';

const BEARER = 'custom-bearer';

/** Address and credentials of a server that is read directly. */
export function DirectSource(props: ConfigProps) {
  return (
    <>
      <Connection {...props} />
      <Divider spacing={4} />
      <Authentication {...props} />
    </>
  );
}

function Connection({ options, onOptionsChange }: ConfigProps) {
  return (
    <ConnectionSettings
      config={options}
      urlLabel="Prometheus server URL"
      urlPlaceholder="http://prometheus:9090"
      urlTooltip="Address of a server that speaks Prometheus's HTTP API, as the Headroom engine reaches it. It ends before /api/v1."
      onChange={(changed) => {
        const sources = getDataSourceSrv().getList({ filter: isPrometheus });
        const editorSourceUid = sourceWithUrl(changed.url, sources) ?? '';
        onOptionsChange({ ...changed, jsonData: { ...changed.jsonData, editorSourceUid } });
      }}
    />
  );
}

function Authentication(props: ConfigProps) {
  const { options, onOptionsChange } = props;
  const auth = convertLegacyAuthProps({ config: options, onChange: onOptionsChange });
  const isBearer = options.jsonData.authKind === 'bearer' && !options.basicAuth;
  return (
    <Auth
      {...auth}
      visibleMethods={[AuthMethod.NoAuth, AuthMethod.BasicAuth, BEARER]}
      selectedMethod={isBearer ? BEARER : auth.selectedMethod}
      customMethods={[
        {
          id: BEARER,
          label: 'Bearer token',
          description: 'Send a token with every request',
          component: <BearerToken {...props} />,
        },
      ]}
      onAuthMethodSelect={(method) => {
        const isBasic = method === AuthMethod.BasicAuth;
        const authKind = method === BEARER ? 'bearer' : isBasic ? 'basic' : 'none';
        onOptionsChange({ ...options, basicAuth: isBasic, jsonData: { ...options.jsonData, authKind } });
      }}
    />
  );
}
