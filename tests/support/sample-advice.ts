import type { Advice } from '../../pkg/backend/app/tuning/advice.ts';
import { runTuning } from '../../pkg/backend/compute/tasks.ts';

const HOUR = 3_600_000;
const HOURS = 14 * 24;
const START = Date.UTC(2026, 10, 1);

/** Advice on one deployment that asks for ten times of what it uses. */
export const SAMPLE_ADVICE: Advice = {
  madeMs: Date.UTC(2026, 10, 15),
  historyMs: HOURS * HOUR,
  namespace: '',
  currency: 'USD',
  lacking: [],
  usage: {},
  recommendations: runTuning({
    workloads: [
      {
        cluster: '',
        namespace: 'shop',
        kind: 'Deployment',
        name: 'web',
        owners: [],
        replicas: 2,
        containers: [
          {
            name: 'web',
            role: 'main',
            requests: { cpu: 2, memory: 8 * 2 ** 30 },
            limits: {},
            usage: [
              {
                pod: 'web-1',
                cpu: { startMs: START, stepMs: HOUR, values: hourly(0.2, 0.05) },
                memory: { startMs: START, stepMs: HOUR, values: hourly(5e8, 1e7) },
                startsMs: [],
              },
            ],
            oomKills: [],
            restarts: 0,
          },
        ],
      },
    ],
    volumes: [],
    settings: {
      prices: { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04, leastSaving: 1 },
      releaseHours: 168,
      horizonDays: 30,
      model: 'auto',
    },
  }),
};

function hourly(mean: number, swing: number): Float64Array {
  return Float64Array.from({ length: HOURS }, (_, i) => mean + swing * Math.sin((2 * Math.PI * i) / 24));
}
