import { askEngine } from '../host/engine-request.ts';

/** How the engine and the server that it reads from are. */
export interface HealthAnswer {
  readonly ok: boolean;
  readonly message: string;
  readonly details: { readonly version?: string; readonly headSeries?: number };
}

/** A data source to ask; a new object asks again. */
export interface HealthCall {
  readonly sourceUid: string;
}

/** @throws EngineError when the engine does not answer at all */
export function askHealth({ sourceUid }: HealthCall, signal: AbortSignal): Promise<HealthAnswer> {
  return askEngine({ sourceUid, path: 'v1/source/health', signal });
}
