import type { Context, Logger } from '../app/context.ts';
import type { ForecastDeps, Source } from '../app/forecast-signal.ts';
import type { HealthReport } from '../app/health.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { JobEvents } from '../app/job-events.ts';
import type { PluginContext } from './gen/pluginv2_pb.ts';

/** Who asks and what about; what the REST router needs beside the request itself. */
export interface RequestScope {
  readonly ctx: Context;
  readonly source: Source;
}

/** What the plugin host adapter needs from the engine; wired in main. */
export interface HostDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly forecast: ForecastDeps;
  /** The source of a request's data source instance; throws `not_configured`. */
  readonly sourceOf: (plugin: PluginContext | undefined) => Source;
  readonly checkHealth: (scope: RequestScope) => Promise<HealthReport>;
  /** The REST router, behind its Grafana door. */
  readonly route: (request: Request, scope: RequestScope) => Promise<Response>;
  /** All metrics in Prometheus's text format. */
  readonly metricsText: () => Promise<string>;
  /** Starts the clock of one query; the returned function stops it with the status. */
  readonly onQuery: (queryType: string) => (status: number) => void;
  readonly jobEvents: JobEvents;
  /** The host asks the process to stop. */
  readonly onShutdown: () => void;
}
