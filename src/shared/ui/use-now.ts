import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The time, kept fresh enough for words such as "2 min ago". */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
