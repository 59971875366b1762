import { anomalyQuerySchema } from '#contract/anomaly-query.ts';
import { type WatchedSignalInput, type WatchedSignalJson, watchedSignalSchema } from '#contract/anomaly-rest.ts';
import { SEVERITIES, type Severity } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';

/** What a query takes for what it leaves out. */
const USUAL = anomalyQuerySchema.parse({ queryType: 'anomaly', expr: 'up' });

/** A watched signal while it is being written. */
export interface SignalDraft {
  readonly name: string;
  readonly unit: string;
  readonly query: WatchedSignalInput['query'];
}

/** What is wrong with a draft, by the last part of the field's path. */
export type DraftErrors = Readonly<Record<string, string>>;

/** The draft of a signal, or an empty one. */
export function toDraft(signal: WatchedSignalJson | undefined): SignalDraft {
  return signal === undefined
    ? { name: '', unit: 'short', query: { expr: '' } }
    : { name: signal.name, unit: signal.unit, query: signal.query };
}

/** Checks a draft by the engine's own schema. */
export function draftErrors(draft: SignalDraft): DraftErrors {
  const issues = watchedSignalSchema.safeParse(draft).error?.issues ?? [];
  return Object.fromEntries(
    [...issues].reverse().map(({ path, message }) => [String(path[0] === 'query' ? path[1] : path[0]), message])
  );
}

/** The false alarms that a query takes for each severity; what it leaves out is as usual. */
export function sensitivityOf({ sensitivity }: SignalDraft['query']): Readonly<Record<Severity, number>> {
  return { ...USUAL.sensitivity, ...sensitivity };
}

/** The false alarms of the severities that count, such as "Warning 1 · Critical 0.1 · Emergency 0.01". */
export function falseAlarmText(query: SignalDraft['query']): string {
  const sensitivity = sensitivityOf(query);
  const first = SEVERITIES.indexOf(query.threshold ?? USUAL.threshold);
  return SEVERITIES.slice(first)
    .map((severity) => `${SEVERITY_LOOKS[severity].label} ${sensitivity[severity]}`)
    .join(' · ');
}

/** A draft with another field of its query; `undefined` leaves the field out, which is as usual. */
export function withField<F extends keyof SignalDraft['query']>(
  draft: SignalDraft,
  field: F,
  value: SignalDraft['query'][F] | undefined
): SignalDraft {
  const fields = Object.entries({ ...draft.query, [field]: value }).filter(([, one]) => one !== undefined);
  return { ...draft, query: { expr: draft.query.expr, ...Object.fromEntries(fields) } };
}
