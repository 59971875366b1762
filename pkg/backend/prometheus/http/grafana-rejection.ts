import { type ErrorCode, HeadroomError } from '#contract/errors.ts';
import type { RejectedRequest, Said } from './rejected-request.ts';
import { serverOf } from './source-name.ts';

/** What Grafana's proxy says, with status 400, when the data source behind it answered 401. */
const UPSTREAM_UNAUTHORIZED = 'Authentication to data source failed';

interface Telling {
  readonly code: ErrorCode;
  readonly message: (server: string) => string;
  readonly field: string;
  readonly remedy: string;
}

const UPSTREAM_DENIES: Telling = {
  code: 'source_unauthorized',
  message: () => 'The server behind the Prometheus data source in Grafana does not let Grafana in.',
  field: 'grafanaSourceUid',
  remedy: 'Correct the credentials of that data source in Grafana.',
};

const BAD_TOKEN: Telling = {
  code: 'source_unauthorized',
  message: (server) => `${server} does not accept the service-account token.`,
  field: 'grafanaToken',
  remedy: 'Create a new token for a service account of this organisation and enter it in the data source.',
};

const TOKEN_DENIED: Telling = {
  code: 'source_unauthorized',
  message: (server) => `${server} denies the service-account token access to the data source.`,
  field: 'grafanaToken',
  remedy: 'Give the service account the permission to query that data source.',
};

const UNKNOWN_UID: Telling = {
  code: 'source_rejected',
  message: (server) => `${server} has no data source with this uid.`,
  field: 'grafanaSourceUid',
  remedy: 'Choose the Prometheus data source again, and check that the token belongs to its organisation.',
};

const NO_API: Telling = {
  code: 'source_rejected',
  message: (server) => `${server} leads to no Prometheus API (HTTP 404).`,
  field: 'grafanaUrl',
  remedy: 'Check the base path of the Grafana URL, then the URL in the Prometheus data source.',
};

/**
 * The error for what went wrong in Grafana or between Grafana and the data source behind it; `undefined` when the
 * rejection is the data source's own.
 */
export function grafanaRejection(request: RejectedRequest, said: Said): HeadroomError | undefined {
  const telling = tellingOf(request.answer.status, said);
  if (telling === undefined) {
    return undefined;
  }
  const { code, message, field, remedy } = telling;
  return new HeadroomError(code, message(serverOf(request.source)), { field, remedy });
}

/** The same error with the field that leads to Grafana, where the settings of a direct source have a `url`. */
export function withGrafanaField(error: HeadroomError): HeadroomError {
  const { code, message, field, remedy, cause } = error;
  if (field !== 'url') {
    return error;
  }
  return new HeadroomError(code, message, { field: 'grafanaUrl', cause, ...(remedy === undefined ? {} : { remedy }) });
}

function tellingOf(status: number, said: Said): Telling | undefined {
  if (said.text.includes(UPSTREAM_UNAUTHORIZED)) {
    return UPSTREAM_DENIES;
  }
  switch (status) {
    case 401:
      return BAD_TOKEN;
    case 403:
      return said.isGrafana ? TOKEN_DENIED : UPSTREAM_DENIES;
    case 404:
      return said.isGrafana && /data ?source/i.test(said.text) ? UNKNOWN_UID : NO_API;
    default:
      return undefined;
  }
}
