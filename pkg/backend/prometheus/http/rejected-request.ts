import type { HttpAnswer } from './connection.ts';
import type { Redact } from './redact.ts';
import type { SourceName } from './source-name.ts';

/** What is needed to tell why a request was rejected. */
export interface RejectedRequest {
  readonly source: SourceName;
  readonly answer: HttpAnswer;
  /** The field of our own query that the request was made from. */
  readonly field: string;
  readonly redact: Redact;
  readonly nowMs: number;
}

/** What the server says about the error, in Prometheus's error format where it uses that. */
export interface Said {
  readonly type: string;
  readonly text: string;
  /** Whether this is Grafana's error format. */
  readonly isGrafana: boolean;
}
