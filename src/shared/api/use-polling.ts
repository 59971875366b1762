import { useEffect } from 'react';

/** Calls again and again while it is active; the function must stay the same. */
export function usePolling(isActive: boolean, everyMs: number, again: () => void): void {
  useEffect(() => {
    if (!isActive) {
      return;
    }
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [isActive, everyMs, again]);
}
