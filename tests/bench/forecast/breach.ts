/** Breach dates and false alarms on drawn volumes, beside predict_linear. Usage: node breach.ts [seed] [volumes a shape] [hours] */
import { breach } from '#model/forecast/breach.ts';
import { forecast } from '#model/forecast/forecast.ts';
import { drawVolume, lineCrossing, sawtooth, seededRandom, SHAPES, trueCrossing } from './volumes.ts';

const [seed = 1, count = 20, hours = 720] = process.argv.slice(2).map(Number);
const HORIZON = 168;
const WINDOWS = [6, 24, 168];
const HOUR = 3_600_000;

const random = seededRandom(seed);
const median = (xs: number[]) => { const s = [...xs].sort((a, b) => a - b); return s.length === 0 ? NaN : 0.5 * (s[Math.floor((s.length - 1) / 2)]! + s[Math.ceil((s.length - 1) / 2)]!); };
const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
const all: number[] = [];
const allLines: number[][] = WINDOWS.map(() => []);
let cpu = 0;
for (const shape of SHAPES) {
  const errors: number[] = [];
  const lines: number[][] = WINDOWS.map(() => []);
  const models: Record<string, number> = {};
  let alarms = 0; let inRange = 0; let early = 0; let ps: number[] = [];
  for (let i = 0; i < count; i++) {
    const volume = drawVolume(shape, hours, random);
    const values = volume.values.subarray(0, volume.history);
    const t0 = process.cpuUsage();
    const f = forecast({ series: { startMs: 0, stepMs: HOUR, values }, horizon: HORIZON, levels: [80, 95], bounds: { lower: 0 }, model: 'auto', seed: 1 });
    if (f.kind !== 'forecast') throw new Error(f.reason);
    const b = breach(f, volume.capacity, 'up', values[values.length - 1], 7);
    const t1 = process.cpuUsage(t0); cpu += (t1.user + t1.system) / 1000;
    models[f.trust.model] = (models[f.trust.model] ?? 0) + 1;
    const p4 = b.cumulative[95]!;
    if (p4 > 0.8) alarms++;
    ps.push(p4);
    const truth = trueCrossing(volume, HORIZON);
    if (truth === undefined) continue;
    const at = (ms: number | undefined) => ms === undefined ? HORIZON : Math.min(HORIZON, (ms - (volume.history - 1) * HOUR) / HOUR);
    errors.push(Math.abs(at(b.medianMs) - truth));
    if (truth >= at(b.earliestMs) - 1e-9 && truth <= at(b.latestMs) + 1e-9) inRange++;
    if (truth < 96 && p4 > 0.8) early++;
    WINDOWS.forEach((w, k) => lines[k]!.push(Math.abs(Math.min(HORIZON, lineCrossing(volume, w)) - truth)));
  }
  all.push(...errors); lines.forEach((l, k) => allLines[k]!.push(...l));
  console.log(shape.padEnd(20), 'ours', median(errors).toFixed(2), 'mean', mean(errors).toFixed(1), ' lines', lines.map((l) => median(l).toFixed(2)).join(' '), ' in80', (inRange / errors.length).toFixed(2), ' alarms', alarms, 'hits', early, sawtooth(shape) ? 'max p ' + Math.max(...ps).toFixed(2) : '', JSON.stringify(models));
}
console.log('ALL ours', median(all).toFixed(2), 'lines', allLines.map((l) => median(l).toFixed(2)).join(' '), 'ratio', (median(all) / Math.min(...allLines.map(median))).toFixed(3), 'ms each', (cpu / count / SHAPES.length).toFixed(1));
