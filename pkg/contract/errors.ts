/**
 * Who has to act on an error: the person who wrote the query or the settings, the operator of the system that we
 * read from, or we ourselves.
 */
export type Culprit = 'user' | 'downstream' | 'plugin';

/** Every code that leaves the engine, with its culprit and its HTTP status. */
const ERROR_CODES = {
  invalid_argument: { culprit: 'user', status: 400 },
  unauthenticated: { culprit: 'user', status: 401 },
  permission_denied: { culprit: 'user', status: 403 },
  not_found: { culprit: 'user', status: 404 },
  conflict: { culprit: 'user', status: 409 },
  key_reused: { culprit: 'user', status: 422 },
  too_large: { culprit: 'user', status: 422 },
  invalid_expression: { culprit: 'user', status: 422 },
  not_configured: { culprit: 'user', status: 412 },
  source_unauthorized: { culprit: 'downstream', status: 502 },
  source_unreachable: { culprit: 'downstream', status: 502 },
  source_rejected: { culprit: 'downstream', status: 502 },
  source_malformed: { culprit: 'downstream', status: 502 },
  source_timeout: { culprit: 'downstream', status: 504 },
  source_busy: { culprit: 'downstream', status: 503 },
  deadline_exceeded: { culprit: 'plugin', status: 504 },
  canceled: { culprit: 'user', status: 499 },
  overloaded: { culprit: 'plugin', status: 503 },
  internal: { culprit: 'plugin', status: 500 },
} as const satisfies Record<string, { culprit: Culprit; status: number }>;

/** The name of an error that callers may branch on. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What crosses a wire about an error. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly remedy?: string;
}

/** Optional parts of a {@link HeadroomError}. */
export interface ErrorDetails {
  /** The setting or query field to change, by its name in the contract. */
  readonly field?: string;
  /** What the reader can do about it, as an imperative sentence. */
  readonly remedy?: string;
  /** When a repetition may succeed, where that is known. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error class of the product: a code, a sentence for people, and where known the field and the remedy. */
export class HeadroomError extends Error {
  override readonly name = 'HeadroomError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly remedy: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.field = details.field;
    this.remedy = details.remedy;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  get culprit(): Culprit {
    return ERROR_CODES[this.code].culprit;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  /** The message and the remedy as one text, for places that show a single line. */
  get sentence(): string {
    return this.remedy === undefined ? this.message : `${this.message} ${this.remedy}`;
  }

  /**
   * The {@link sentence}, begun with the field where what was asked for is at fault: for places that have no room for
   * the field by itself, such as the answer to a query in Grafana.
   */
  get fieldSentence(): string {
    const { field, message, sentence } = this;
    const isTold = field === undefined || this.culprit === 'downstream' || message.startsWith(`The field "${field}" `);
    return isTold ? sentence : `Field "${field}": ${sentence}`;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
    };
  }
}

/** Wraps whatever was thrown; what is not ours becomes `internal`, its text kept out of the message. */
export function toHeadroomError(thrown: unknown): HeadroomError {
  if (thrown instanceof HeadroomError) {
    return thrown;
  }
  return new HeadroomError('internal', 'Headroom failed while answering this request.', {
    remedy: 'Look in the engine log for the trace id of this request.',
    cause: thrown,
  });
}
