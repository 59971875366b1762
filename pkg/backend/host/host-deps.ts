import { HeadroomError } from '#contract/errors.ts';
import type { Logger } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { PluginContext } from './gen/pluginv2_pb.ts';
import type { IdentityCheck } from './identity/verified-identity.ts';
import { userName } from './identity/user-name.ts';
import { instanceOf } from './request-context.ts';
import { toSourceSettings } from './source-settings.ts';

/** What the plugin host adapter needs from the engine. */
export interface HostDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where requests come over a network; what Grafana itself says over its socket is believed. */
  readonly identity?: IdentityCheck;
}

/** Grafana's name for a header that says who asks, in maps that hold other things, too. */
const ID_HEADERS = new Set(['x-grafana-id', 'http_x-grafana-id']);

/** A header as messages hold it, some with one value and some with several. */
type Headers = Readonly<Record<string, string | { readonly values: readonly string[] }>>;

/** Who asks and about what, as far as it is proven; throws `unauthenticated` or `permission_denied`. */
export async function believed(
  host: HostDeps,
  plugin: PluginContext | undefined,
  headers: Headers,
  evenExpired = false
): Promise<PluginContext | undefined> {
  if (plugin === undefined) {
    return undefined;
  }
  if (host.identity === undefined) {
    const { user } = plugin;
    return user === undefined ? plugin : { ...plugin, user: { ...user, login: userName(user.login) } };
  }
  return host.identity.verified(plugin, idTokenIn(headers), evenExpired);
}

/** Of two identities nobody knows which one Grafana has set and which one came with the request of a browser. */
function idTokenIn(headers: Headers): string | undefined {
  const values = Object.entries(headers)
    .filter(([name]) => ID_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => (typeof value === 'object' ? value.values : [value]));
  const [idToken, ...others] = new Set(values.filter((value) => value !== ''));
  if (others.length > 0) {
    throw new HeadroomError('unauthenticated', 'The request shows two identities.', {
      field: 'X-Grafana-Id',
      remedy: 'Leave this header out: Grafana sets it.',
    });
  }
  return idToken;
}

/** The source of a request's data source instance; throws `not_configured`. */
export function sourceOf(host: HostDeps, plugin: PluginContext | undefined): Source {
  const instance = instanceOf(plugin);
  const settings = toSourceSettings(instance, plugin?.grafanaConfig ?? {});
  return host.engine.openSource(String(plugin?.orgId ?? 0), instance.uid, settings);
}
