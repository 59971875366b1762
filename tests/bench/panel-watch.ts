/** What a page notes about itself, in milliseconds of its own clock. */
export interface Watch {
  /** When the chart stood, and when the pointer got its first tooltip. */
  drawnMs?: number;
  answeredMs?: number;
  readonly tasks: { readonly startMs: number; readonly ms: number }[];
}

declare global {
  interface Window {
    watch: Watch;
  }
}

/** Runs in the page before anything else: notes long tasks, and when the chart and a tooltip are there. */
export function watchTasks(): void {
  const watch: Watch = { tasks: [] };
  window.watch = watch;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      watch.tasks.push({ startMs: startTime, ms: duration });
    }
  }).observe({ type: 'longtask', buffered: true });
  const hasTooltip = () =>
    [...document.querySelectorAll('[aria-live="polite"][aria-atomic]')].some(({ textContent }) =>
      /\d\d:\d\d UTC/.test(textContent ?? '')
    );
  const look = () => {
    if (watch.drawnMs === undefined && document.querySelector('canvas[aria-label^="Forecast of"]') !== null) {
      watch.drawnMs = performance.now();
    }
    if (watch.answeredMs === undefined && hasTooltip()) {
      watch.answeredMs = performance.now();
    }
  };
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true })
  );
}
