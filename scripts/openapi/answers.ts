import type { AlertPreviewResponse } from '../../pkg/contract/alert-preview.ts';
import type {
  AnomaliesResponse,
  AnomalyFeedbackResponse,
  BaselineResponse,
  WatchedSignalJson,
} from '../../pkg/contract/anomaly-rest.ts';
import type { RecommendationDetailJson, RecommendationsResponse } from '../../pkg/contract/recommendations.ts';
import type { BreachResponse, ForecastResponse, SourceOriginJson } from '../../pkg/contract/rest.ts';
import type { StoredForecastJson, StoredForecastsResponse } from '../../pkg/contract/stored-forecast.ts';
import type { HealthReport } from '../../pkg/backend/app/health.ts';
import type { AuditEntry } from '../../pkg/backend/app/ports/audit-log.ts';
import type { Job as QueuedJob } from '../../pkg/backend/app/ports/job-queue.ts';

/** A unit of background work. */
interface Job extends Omit<QueuedJob, 'error'> {
  /** Why the latest attempt failed; absent once the job is done. */
  readonly error?: string;
}

/** The id of the job that does what was asked for. */
interface QueuedJobId {
  readonly job: string;
}

interface Page {
  /** The cursor of the next page; absent on the last one. */
  readonly nextCursor?: string;
}

interface JobsPage extends Page {
  /** Newest first. */
  readonly jobs: readonly Job[];
}

interface AuditPage extends Page {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
}

interface LabelNamesPage extends Page {
  readonly names: readonly string[];
}

interface LabelValuesPage extends Page {
  readonly values: readonly string[];
}

interface WatchedSignalsPage extends Page {
  /** By name. */
  readonly signals: readonly WatchedSignalJson[];
}

interface StoredForecastsPage extends StoredForecastsResponse, Page {}

interface RecommendationsPage extends RecommendationsResponse, Page {}

/** What each route answers when all is well; `string`: a text that is no JSON, `undefined`: nothing. */
export interface Answers {
  readonly 'GET /v1/openapi.json': Readonly<Record<string, unknown>>;
  readonly 'POST /v1/forecast': ForecastResponse;
  readonly 'POST /v1/breach': BreachResponse;
  readonly 'POST /v1/forecast/refresh': Job;
  readonly 'GET /v1/source': SourceOriginJson;
  readonly 'GET /v1/source/label-names': LabelNamesPage;
  readonly 'GET /v1/source/label-values': LabelValuesPage;
  readonly 'GET /v1/source/health': HealthReport;
  readonly 'GET /v1/forecasts': StoredForecastsPage;
  readonly 'POST /v1/forecasts': StoredForecastJson;
  readonly 'GET /v1/forecasts/:id': StoredForecastJson;
  readonly 'PUT /v1/forecasts/:id': StoredForecastJson;
  readonly 'DELETE /v1/forecasts/:id': undefined;
  readonly 'POST /v1/forecasts/:id/restore': StoredForecastJson;
  readonly 'POST /v1/forecasts/:id/train': QueuedJobId;
  readonly 'POST /v1/alert-preview': AlertPreviewResponse;
  readonly 'POST /v1/anomalies': AnomaliesResponse;
  readonly 'POST /v1/baseline': BaselineResponse;
  readonly 'POST /v1/anomaly-feedback': AnomalyFeedbackResponse;
  readonly 'DELETE /v1/anomaly-feedback/:id': undefined;
  readonly 'GET /v1/watched-signals': WatchedSignalsPage;
  readonly 'POST /v1/watched-signals': WatchedSignalJson;
  readonly 'PUT /v1/watched-signals/:id': WatchedSignalJson;
  readonly 'DELETE /v1/watched-signals/:id': undefined;
  readonly 'GET /v1/recommendations': RecommendationsPage;
  readonly 'POST /v1/recommendations/run': QueuedJobId;
  readonly 'GET /v1/recommendations/export': string;
  readonly 'GET /v1/recommendations/one': RecommendationDetailJson;
  readonly 'POST /v1/recommendations/decision': RecommendationDetailJson;
  readonly 'GET /v1/jobs': JobsPage;
  readonly 'GET /v1/audit': AuditPage;
}
