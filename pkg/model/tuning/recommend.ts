import type { Forecast } from '../forecast/types.ts';
import { confidenceOf } from './confidence.ts';
import { costChange, monthlyCost, type PriceBook } from './cost.ts';
import { evidenceOf } from './evidence.ts';
import { headline } from './headline.ts';
import { headroom } from './headroom.ts';
import { historyOf, MOST_PODS } from './history.ts';
import { krrSimple } from './krr.ts';
import { measure, type Measures } from './measures.ts';
import { peakOf, predictUse } from './predict.ts';
import { effortOf, priorityOf, reliabilityWorth, riskOf, severityOf } from './rank.ts';
import { replayHistory, type ReplayCase } from './replay.ts';
import { replayForecast } from './replay-forecast.ts';
import { changesOf, settle, type Settled } from './settle.ts';
import type { AmountPolicy } from './steps/policy.ts';
import type {
  Change,
  Container,
  Finding,
  NoProposal,
  Outcome,
  Proposal,
  Recommendation,
  Replay,
  Resource,
  ResourceHistory,
  Strategy,
  Target,
  Workload,
} from './types.ts';
import { vpa } from './vpa.ts';

/** How advice is made. */
export interface TuningOptions {
  readonly prices: PriceBook;
  /** Hours that amounts are to hold: until the next release. */
  readonly releaseHours: number;
  /** Forecasting model for the release horizon; `undefined`: do not forecast, which is several times quicker. */
  readonly model: string | undefined;
  /** Least and most amounts by resource; missing: default floors, no ceiling. */
  readonly policies: Readonly<Partial<Record<Resource, AmountPolicy>>>;
}

const RESOURCES: readonly Resource[] = ['cpu', 'memory'];

/**
 * Advice for every container and resource of the workloads: changes first, by priority; then what needs none or lacks
 * data, by id. Init containers that end are left out. Pure and deterministic; never throws for any history. When all
 * changes are applied ({@link applyAll}), the same history gives no further change.
 */
export function recommend(workloads: readonly Workload[], options: TuningOptions): Recommendation[] {
  return workloads.flatMap((workload) => recommendWorkload(workload, options)).sort(byPriority);
}

/** Changes first, most important first; ties and the rest by id. */
export function byPriority(a: Recommendation, b: Recommendation): number {
  const rank = ({ outcome }: Recommendation): number => (outcome === 'change' ? 0 : 1);
  return rank(a) - rank(b) || b.priority - a.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Advice for one workload, in the order of its containers. */
export function recommendWorkload(workload: Workload, options: TuningOptions): Recommendation[] {
  return workload.containers
    .filter(({ role, nativeSidecar }) => role !== 'init' || nativeSidecar === true)
    .flatMap((container) => RESOURCES.map((resource) => recommendOne(workload, container, resource, options)));
}

/** Advice for one resource of one container. */
function recommendOne(
  workload: Workload,
  container: Container,
  resource: Resource,
  options: TuningOptions
): Recommendation {
  const plain = historyOf(workload, container, resource);
  const predicted = options.model === undefined ? undefined : predictUse(plain, options.releaseHours, options.model);
  const history = predicted === undefined ? plain : { ...plain, predictedPeak: peakOf(predicted) };
  const subject = { workload, container, resource, history, predicted, options };
  const strategy = headroom(options.policies);
  const answer = strategy.propose(history);
  if (history.pods.length === 0) {
    return withoutMeasures(subject, answer as NoProposal);
  }
  const measures = measure(history);
  const after = answer.kind === 'proposal' ? settle(answer, history, measures.most) : amountsOf(history);
  return assemble(subject, measures, answer, after);
}

interface Subject {
  readonly workload: Workload;
  readonly container: Container;
  readonly resource: Resource;
  readonly history: ResourceHistory;
  readonly predicted: Forecast | undefined;
  readonly options: TuningOptions;
}

function assemble(subject: Subject, measures: Measures, answer: Proposal | NoProposal, after: Settled): Recommendation {
  const { history, resource, workload, options } = subject;
  const changes = changesOf(history, after);
  const outcome = outcomeOf(answer, changes);
  const findings = [...new Set([...answer.findings, ...findingsOf(history, changes)])];
  const replays = replayAll(subject, measures, after);
  const cost = costChange(options.prices.currency, priceOf(subject, history), priceOf(subject, after));
  const worth = outcome === 'change' ? reliabilityWorth(resource, replays[0]!, oursOf(replays), workload.replicas) : 0;
  const confidence = confidenceOf(measures);
  const effort = effortOf(workload.kind, workload.owners.length > 0);
  const freed = Math.max(0, (history.request ?? 0) - (after.request ?? 0));
  return {
    ...identify(subject),
    outcome,
    changes,
    purpose: purposeOf(outcome, cost.extra, findings, changes),
    reason: [headline(outcome, findings, changes, subject.resource), ...answer.reason],
    findings,
    evidence: evidenceOf(history, measures),
    ...(answer.kind === 'proposal' && answer.bounds !== undefined ? { bounds: answer.bounds } : {}),
    lacking: [...answer.lacking, ...podsLeftOut(subject)],
    replays,
    cost,
    confidence,
    effort,
    risk: riskOf(resource, changes.some(isLowered), confidence),
    severity: outcome === 'change' ? severityOf(resource, findings, freed, worth) : 'info',
    priority: outcome === 'change' ? priorityOf(cost, worth, confidence, effort) : 0,
  };
}

function identify({ workload, container, resource }: Subject): Pick<Recommendation, 'id' | 'target'> {
  const { cluster, namespace, kind, name, replicas } = workload;
  const target: Target = {
    cluster,
    namespace,
    kind,
    name,
    container: container.name,
    ...(container.nativeSidecar === true ? { nativeSidecar: true } : {}),
    resource,
    replicas,
  };
  return { id: [cluster, namespace, kind, name, container.name, resource].join('/'), target };
}

function withoutMeasures(subject: Subject, answer: NoProposal): Recommendation {
  const price = priceOf(subject, subject.history);
  return {
    ...identify(subject),
    outcome: 'no data',
    changes: [],
    purpose: 'none',
    reason: answer.reason,
    findings: missingOf(subject.history),
    evidence: [],
    lacking: answer.lacking,
    replays: [],
    cost: costChange(subject.options.prices.currency, price, price),
    confidence: 0,
    effort: effortOf(subject.workload.kind, subject.workload.owners.length > 0),
    risk: 'low',
    severity: 'info',
    priority: 0,
  };
}

function outcomeOf(answer: Proposal | NoProposal, changes: readonly Change[]): Outcome {
  if (answer.kind === 'no data' || answer.kind === 'not enough data') {
    return answer.kind;
  }
  return changes.length > 0 ? 'change' : 'no change';
}

function isLowered({ before, after }: Change): boolean {
  return before !== undefined && after !== undefined && after < before;
}

function isRaised({ before, after }: Change): boolean {
  return after !== undefined && (before === undefined || after > before);
}

function missingOf({ resource, request, limit }: ResourceHistory): Finding[] {
  return [
    ...(request === undefined ? (['no request'] as const) : []),
    ...(limit === undefined && resource === 'memory' ? (['no limit'] as const) : []),
  ];
}

function findingsOf(history: ResourceHistory, changes: readonly Change[]): Finding[] {
  const ofRequest = changes.filter(({ field, before }) => field.endsWith('request') && before !== undefined);
  return [
    ...missingOf(history),
    ...(ofRequest.some(isLowered) ? (['over-requested'] as const) : []),
    ...(ofRequest.some(isRaised) ? (['under-requested'] as const) : []),
  ];
}

/** It costs more, ends kills or throttling, or sets what is missing or too low: a fix. Else it saves. */
function purposeOf(
  outcome: Outcome,
  extra: number,
  findings: readonly Finding[],
  changes: readonly Change[]
): Recommendation['purpose'] {
  if (outcome !== 'change') {
    return 'none';
  }
  const mends = findings.includes('out of memory') || findings.includes('throttled');
  return extra > 0 ||
    mends ||
    !changes.some(({ field, after, before }) => field.endsWith('request') && (after ?? 0) < (before ?? 0))
    ? 'reliability'
    : 'saving';
}

function podsLeftOut({ container, resource }: Subject): string[] {
  const pods = container.usage.filter((usage) => usage[resource] !== undefined).length;
  return pods > MOST_PODS ? [`There are ${pods} pods; only the newest ${MOST_PODS} were looked at.`] : [];
}

function amountsOf({ request, limit }: ResourceHistory): Settled {
  return { ...(request === undefined ? {} : { request }), ...(limit === undefined ? {} : { limit }) };
}

function priceOf({ options, resource, workload }: Subject, { request }: Settled): number {
  return monthlyCost(options.prices, resource, request, workload.replicas);
}

/** What each rival would set if it were followed to the letter. */
function followed(strategy: Strategy, history: ResourceHistory): Settled | undefined {
  const answer = strategy.propose(history);
  if (answer.kind !== 'proposal') {
    return undefined;
  }
  const request = answer.request ?? history.request;
  const limit = answer.limit === 'none' ? undefined : (answer.limit ?? history.limit);
  return { ...(request === undefined ? {} : { request }), ...(limit === undefined ? {} : { limit }) };
}

/** Current, KRR, VPA and ours, in this order, on history, then on the forecast. Rivals without an answer are left out. */
function replayAll(subject: Subject, measures: Measures, ours: Settled): Replay[] {
  const { history, predicted, workload } = subject;
  const rivals = [krrSimple, vpa].flatMap((strategy) => {
    const settled = followed(strategy, history);
    return settled === undefined ? [] : [{ strategy: strategy.name, ...settled }];
  });
  const cases: ReplayCase[] = [
    { strategy: 'current', ...amountsOf(history) },
    ...rivals,
    { strategy: OURS, ...ours },
  ].map((one) => ({ ...one, costPerMonth: priceOf(subject, one) }));
  const past = cases.map((one) => replayHistory(history, measures, one));
  const covered = past[0]!.minutes;
  return predicted === undefined
    ? past
    : [...past, ...cases.map((one) => replayForecast(predicted, history, covered, workload.replicas, one))];
}

const OURS = 'Headroom';

function oursOf(replays: readonly Replay[]): Replay {
  return replays.find(({ strategy, basis }) => strategy === OURS && basis === 'history')!;
}
