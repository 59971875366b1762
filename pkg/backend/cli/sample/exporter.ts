import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import { INCIDENT_KINDS, incidentNow, type Incident } from '../../../sample/incidents/incident.ts';
import { LOOK_ALIKES } from '../../../sample/incidents/look-alikes.ts';
import { TUNING_CASES } from '../../../sample/cluster/backoffice-workloads.ts';
import { openMetrics, type OpenMetricsPiece } from '../../../sample/open-metrics.ts';
import type { SampleCluster } from '../../../sample/sample-cluster.ts';
import { HOUR, MINUTE, SECOND } from '../../../sample/series.ts';
import { scrapeText } from '../../../sample/text-format.ts';
import { seamWindow } from './history-files.ts';
import { listen } from './ports.ts';

/** What the exporter shows and where. */
export interface ExporterOptions {
  readonly cluster: SampleCluster;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Called when somebody enlarges a volume; it takes effect once the returned promise settles. */
  readonly enlarge: (enlargement: Enlargement) => Promise<void>;
  /** Incidents that were asked for so far, and how to put others in their place. */
  readonly injected: readonly Incident[];
  readonly strike: (incidents: readonly Incident[]) => Promise<void>;
}

/** A running exporter. */
export interface Exporter {
  readonly port: number;
  stop(): Promise<void>;
}

interface Answer {
  readonly type: string;
  readonly body: string | Iterable<string>;
}

type Handler = (options: ExporterOptions, parameters: URLSearchParams) => Answer | Promise<Answer>;

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

function metrics({ cluster }: ExporterOptions): Answer {
  const now = Date.now();
  return { type: 'text/plain; version=0.0.4; charset=utf-8', body: scrapeText(cluster.seriesBetween(now, now), now) };
}

/** The most of the past that `/history` gives. */
const LONGEST_HISTORY = 6 * HOUR;

function* texts(pieces: Iterable<OpenMetricsPiece>): Generator<string> {
  for (const piece of pieces) {
    yield piece.text;
  }
}

/** What happened since `from` (Unix seconds) as OpenMetrics, for whoever is about to start a Prometheus on history. */
function history({ cluster }: ExporterOptions, parameters: URLSearchParams): Answer {
  const fromMs = Number(parameters.get('from') ?? NaN) * SECOND;
  const now = Date.now();
  if (!(fromMs < now)) {
    throw new HeadroomError('invalid_argument', 'The start of the history is missing or not in the past.', {
      field: 'from',
      remedy: 'Give Unix seconds.',
    });
  }
  const window = seamWindow(Math.max(fromMs, now - LONGEST_HISTORY), now);
  const series = cluster.seriesBetween(window.fromMs, window.untilMs);
  return { type: OPEN_METRICS, body: texts(openMetrics(series, window)) };
}

const LARGEST_FACTOR = 100;

async function enlarge({ cluster, enlarge }: ExporterOptions, parameters: URLSearchParams): Promise<Answer> {
  const name = parameters.get('pvc');
  const claim = cluster.claims.find((one) => one.spec.name === name);
  if (claim === undefined) {
    const names = cluster.claims.map((one) => one.spec.name).join(', ');
    throw new HeadroomError('not_found', `There is no volume claim "${name ?? ''}".`, {
      field: 'pvc',
      remedy: `Name one of these: ${names}.`,
    });
  }
  const factor = Number(parameters.get('factor') ?? '2');
  if (!(factor > 1 && factor <= LARGEST_FACTOR)) {
    throw new HeadroomError('invalid_argument', 'A volume can only be made larger.', {
      field: 'factor',
      remedy: `Give a number above 1 and at most ${LARGEST_FACTOR}.`,
    });
  }
  const atMs = Date.now();
  await enlarge({ namespace: claim.spec.namespace, name: claim.spec.name, atMs, factor });
  return json({ namespace: claim.spec.namespace, pvc: name, capacityBytes: claim.capacityBytes(atMs) });
}

const LONGEST_INCIDENT = 24 * 60;

async function startIncident(
  { cluster, injected, strike }: ExporterOptions,
  parameters: URLSearchParams
): Promise<Answer> {
  const name = parameters.get('workload');
  const victim = cluster.workloads.find((one) => one.name === name);
  if (victim === undefined) {
    throw new HeadroomError('not_found', `There is no workload "${name ?? ''}".`, {
      field: 'workload',
      remedy: `Name one of these: ${cluster.workloads.map((one) => one.name).join(', ')}.`,
    });
  }
  const kind = INCIDENT_KINDS.find((one) => one === (parameters.get('kind') ?? 'spike'));
  if (kind === undefined) {
    throw new HeadroomError('invalid_argument', 'There is no such kind of incident.', {
      field: 'kind',
      remedy: `Choose one of these: ${INCIDENT_KINDS.join(', ')}.`,
    });
  }
  const minutes = Number(parameters.get('minutes') ?? '20');
  if (!(minutes > 0 && minutes <= LONGEST_INCIDENT)) {
    throw new HeadroomError('invalid_argument', 'An incident cannot last so long.', {
      field: 'minutes',
      remedy: `Give a number above 0 and at most ${LONGEST_INCIDENT}.`,
    });
  }
  const incident = incidentNow(victim, kind, { fromMs: Date.now(), lengthMs: minutes * MINUTE });
  await strike([...injected, incident]);
  return json(incident);
}

/** Ends what was asked for and is still going on. */
async function endIncidents({ injected, strike }: ExporterOptions): Promise<Answer> {
  const now = Date.now();
  const ended = injected.filter((one) => one.untilMs > now);
  await strike(injected.map((one) => (one.untilMs > now ? { ...one, untilMs: now } : one)));
  return json({ ended: ended.length });
}

/** What was planted: kept apart from the metrics, for whoever judges our answers. */
function truth({ cluster, injected }: ExporterOptions): Answer {
  return json({ incidents: [...cluster.planned, ...injected], lookAlikes: LOOK_ALIKES, tuningCases: TUNING_CASES });
}

function json(body: unknown): Answer {
  return { type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /metrics': metrics,
  'GET /history': history,
  'GET /truth': truth,
  'POST /enlarge': enlarge,
  'POST /incident': startIncident,
  'POST /incident/end': endIncidents,
};

async function respond(options: ExporterOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://exporter');
  const handler = ROUTES[`${request.method} ${url.pathname}`];
  try {
    if (handler === undefined) {
      throw new HeadroomError('not_found', `There is no ${request.method} ${url.pathname} here.`, {
        remedy: `There are: ${Object.keys(ROUTES).join(', ')}.`,
      });
    }
    const { type, body } = await handler(options, url.searchParams);
    response.writeHead(200, { 'content-type': type });
    await pipeline(Readable.from(typeof body === 'string' ? [body] : body), response);
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(error.status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(error.toBody())}\n`);
  }
}

/** Serves the sample cluster to scrapes; see the routes. Throws `conflict` when the port is taken. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const server = createServer((request, response) => void respond(options, request, response));
  const port = await listen(server, options.host, options.port);
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
