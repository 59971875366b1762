import type { ErrorCode } from '#contract/errors.ts';
import type { SourceSettings } from '#contract/settings.ts';
import type { AnomalyDeps } from './anomaly/anomaly-query.ts';
import type { Context } from './context.ts';
import type { ForecastDeps, Source } from './forecast-signal.ts';
import type { HealthReport } from './health.ts';
import type { JobEvents } from './job-events.ts';
import type { Tracer } from './ports/tracer.ts';
import type { MakeDeps } from './tuning/make.ts';

/** Who asks and what about. */
export interface RequestScope {
  readonly ctx: Context;
  readonly source: Source;
}

/** The assembled engine, as its doors (plugin protocol, HTTP, command line) see it. */
export interface Engine {
  readonly forecast: ForecastDeps;
  readonly advice: MakeDeps;
  readonly anomaly: AnomalyDeps;
  readonly jobEvents: JobEvents;
  readonly tracer: Tracer;
  /** The source with these settings for an organisation's data source; readers are kept between requests. */
  openSource(org: string, uid: string, settings: SourceSettings): Source;
  /** The REST router. */
  route(request: Request, scope: RequestScope): Promise<Response>;
  checkHealth(scope: RequestScope): Promise<HealthReport>;
  /** What is wrong with the store and the workers, as sentences; empty when they answer. */
  readiness(): Promise<readonly string[]>;
  /** Looks for damage of the state, for {@link needsRestart} to tell. Never rejects. */
  lookForDamage(): Promise<void>;
  /** Whether something is wrong, as far as is known, that only a start mends. */
  needsRestart(): boolean;
  /** What was found wrong at the start and mended, as sentences. */
  readonly notices: readonly string[];
  /** What the engine measures of itself; with an organisation without what belongs to others. */
  metricsText(organisation?: string): Promise<string>;
  startQuery(queryType: string): (status: number) => void;
  /** An error was told to whoever asked for a query, or at the HTTP door. */
  countError(at: 'query' | 'door', code: ErrorCode): void;
  /** Ends background work, workers, connections and the store, in this order. */
  stop(): Promise<void>;
}
