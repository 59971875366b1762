import { type ErrorCode, HeadroomError } from '#contract/errors.ts';
import { grafanaRejection } from './grafana-rejection.ts';
import { isRecord, textOf } from './json.ts';
import type { RejectedRequest, Said } from './rejected-request.ts';
import { retryAfterMs } from './retry-after.ts';
import { TransientFailure } from './retry.ts';
import { serverOf } from './source-name.ts';

const TRANSIENT = [429, 502, 503, 504];
const LIMIT_HIT = /too many|limit|maximum/i;

/** The error for an answer that is not a success, wrapped in `TransientFailure` where another attempt may help. */
export function rejection(request: RejectedRequest): Error {
  const said = saidBy(request);
  return (
    (request.source.kind === 'grafana' ? grafanaRejection(request, said) : undefined) ??
    byErrorType(request, said) ??
    byStatus(request, said)
  );
}

function saidBy({ answer, redact }: RejectedRequest): Said {
  try {
    const body: unknown = JSON.parse(answer.text);
    if (isRecord(body)) {
      const message = textOf(body['message']);
      const text = redact(textOf(body['error']) || message);
      return { type: textOf(body['errorType']), text, isGrafana: message !== '' };
    }
  } catch {
    // Proxies and Go's own handlers answer in plain text or HTML.
  }
  const isPage = answer.header('content-type').includes('html') || answer.text.trimStart().startsWith('<');
  return { type: '', text: isPage ? '' : redact(answer.text), isGrafana: false };
}

function byErrorType({ field, source }: RejectedRequest, { type, text }: Said): HeadroomError | undefined {
  const detail = asSentence(text.replace(/^invalid parameter "[^"]*": /, ''));
  if (type === 'bad_data') {
    return new HeadroomError('invalid_expression', `Prometheus cannot parse the expression: ${detail}`, {
      field,
      remedy: correct(field),
    });
  }
  if (type === 'execution' && LIMIT_HIT.test(text)) {
    return new HeadroomError('too_large', `Prometheus refuses the query for its size: ${detail}`, {
      field,
      remedy: 'Narrow the expression or shorten the training window.',
    });
  }
  if (type === 'execution') {
    return new HeadroomError('invalid_expression', `Prometheus cannot evaluate the expression: ${detail}`, {
      field,
      remedy: detail.includes('same labelset') ? KEEP_NAMES_APART : correct(field),
    });
  }
  if (type === 'timeout') {
    return new HeadroomError('source_timeout', `${serverOf(source)} gave the query up for taking too long.`, {
      field,
      remedy: 'Narrow the expression or shorten the training window.',
    });
  }
  return undefined;
}

function correct(field: string): string {
  return field === 'expr' ? 'Correct the PromQL expression.' : `Correct the field "${field}".`;
}

const KEEP_NAMES_APART =
  'The expression gives several metrics that differ only by name. Select one of them, or keep them apart by label_replace().';

function byStatus(request: RejectedRequest, said: Said): Error {
  const { status } = request.answer;
  if (status >= 300 && status < 400) {
    return redirected(request);
  }
  if (said.text.includes('HTTPS server') || said.text.includes('HTTPS port')) {
    return tell(request, said, 'source_unreachable', 'speaks TLS only', 'Use https:// in the URL.', 'url');
  }
  const error = byMeaning(request, said);
  const waitMs = retryAfterMs(request.answer.header('retry-after'), request.nowMs);
  return TRANSIENT.includes(status) ? new TransientFailure(error, waitMs) : error;
}

function byMeaning(request: RejectedRequest, said: Said): HeadroomError {
  const { status } = request.answer;
  switch (status) {
    case 401:
    case 403:
      return tell(
        request,
        said,
        'source_unauthorized',
        `does not let us in (HTTP ${status})`,
        'Check the authentication settings of the data source: user and password, token, or headers.',
        'authKind'
      );
    case 404:
      return tell(
        request,
        said,
        'source_rejected',
        'has no Prometheus API at this URL (HTTP 404)',
        'Correct the base path: the URL must end where /api/v1 begins, such as https://host/prometheus.',
        'url'
      );
    case 429:
      return tell(
        request,
        said,
        'source_rejected',
        'asks us to slow down (HTTP 429)',
        'Lower the number of concurrent queries of the data source, or try again later.',
        'limits.concurrency'
      );
    default:
      return tell(
        request,
        said,
        'source_rejected',
        status >= 500 ? `failed (HTTP ${status})` : `rejected the query (HTTP ${status})`,
        'Look in its log, or in that of the proxy in front of it.'
      );
  }
}

function redirected(request: RejectedRequest): HeadroomError {
  const origin = URL.parse(request.answer.header('location'))?.origin;
  const target = origin === undefined ? '' : ` to ${request.redact(origin)}`;
  return new HeadroomError('source_rejected', `${serverOf(request.source)} redirects${target}.`, {
    field: 'url',
    remedy:
      'Redirects to another origin are not followed, since the credentials would go along. Enter the final URL; a login page means that authentication is missing.',
  });
}

function tell(
  request: RejectedRequest,
  said: Said,
  code: ErrorCode,
  what: string,
  remedy: string,
  field?: string
): HeadroomError {
  const detail = said.text === '' ? '.' : `: ${asSentence(said.text)}`;
  return new HeadroomError(code, `${serverOf(request.source)} ${what}${detail}`, {
    ...(field === undefined ? {} : { field }),
    remedy,
  });
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
