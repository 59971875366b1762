import { type ErrorBody, HeadroomError, isErrorCode } from '#contract/errors.ts';

/** What a failed call carries in Grafana's front end. */
interface FailedCall {
  readonly status?: number;
  readonly data?: { readonly error?: Partial<ErrorBody>; readonly message?: string };
}
