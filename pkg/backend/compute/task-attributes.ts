import type { SpanAttributes } from '../app/ports/tracer.ts';
import type { Task, TaskResult } from './tasks.ts';

/** What a trace says of a task: how much it carries and which models are asked. */
export function taskAttributes(task: Task): SpanAttributes {
  switch (task.kind) {
    case 'forecast':
    case 'share':
      return {
        'headroom.model': names(task.requests.map(({ model }) => model)),
        'headroom.series': task.requests.length,
        'headroom.points': sum(task.requests.map(({ series }) => series.values.length)),
      };
    case 'detect':
      return {
        'headroom.model': names(task.requests.flatMap(({ detectors = [] }) => detectors)),
        'headroom.series': task.requests.length,
        'headroom.points': sum(task.requests.map(({ series }) => series.values.length)),
      };
    case 'replay':
      return {
        'headroom.model': task.task.request.model,
        'headroom.series': 1,
        'headroom.points': task.task.history.values.length,
        'headroom.origins': task.task.origins.length,
      };
    case 'breach':
    case 'recommend':
      return { 'headroom.series': task.tasks.length };
    case 'detect-together':
      return { 'headroom.groups': task.requests.length };
    case 'ping':
      return {};
  }
}

/** What is known once it is done: the models that gave the answers, which the asked one may have chosen. */
export function resultAttributes(result: TaskResult): SpanAttributes {
  if (result.kind !== 'forecast') {
    return {};
  }
  const given = result.outcomes.flatMap((outcome) => (outcome.kind === 'forecast' ? [outcome.trust.model] : []));
  return { 'headroom.model.chosen': names(given) };
}

function names(all: readonly string[]): string {
  return [...new Set(all)].sort().join(',');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
