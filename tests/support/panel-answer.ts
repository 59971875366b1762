import type { PluginAnswer } from './engine-plugin.ts';

/** What an answer tells people beside its numbers, as one text. */
export function noticesOf({ frames }: PluginAnswer): string {
  const notices = frames.flatMap(({ meta }) => (meta['notices'] ?? []) as { text: string }[]);
  return notices.map(({ text }) => text).join(' ');
}

/** The last `steps` values of the predicted line of the first series. */
export function predictedOf({ frames }: PluginAnswer, steps: number): readonly unknown[] {
  const values = frames[0]?.fields.find(({ name }) => name === 'predicted')?.values ?? [];
  return values.slice(-steps);
}
