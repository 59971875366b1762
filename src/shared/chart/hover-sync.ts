import type { EventBus } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';

/** How a chart shares the pointer's time with the other charts of a dashboard. */
export interface HoverSync {
  readonly mode: DashboardCursorSync;
  /** Charts of one scope follow each other. */
  readonly scope: string;
  readonly eventBus: EventBus;
}

/** Whether a chart of its own or among others shows its tooltip where another cursor is. */
export function sharesTooltip(hover: HoverSync | undefined): boolean {
  return hover?.mode === DashboardCursorSync.Tooltip;
}
