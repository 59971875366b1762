import type { RequestScope } from '../app/engine.ts';

/** What each request carries beside itself: who asks, and about which source. */
export interface RouteEnv {
  readonly Bindings: RequestScope;
}
