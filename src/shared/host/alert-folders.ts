import { config, hasPermission } from '@grafana/runtime';
import { parseDuration } from '#contract/duration.ts';
import { EngineError } from '../api/engine-error.ts';
import type { AlertFolder, FolderRules } from '../forecast/alert-place.ts';
import { callHost, reasonOf } from './call-host.ts';

interface FoundFolder {
  readonly uid: string;
  readonly title: string;
}

interface RulerGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules?: ReadonlyArray<{
    readonly grafana_alert?: { readonly title?: string; readonly provenance?: string };
  }>;
}

/** A listing to ask the host for; a new object asks again. */
export interface FoldersCall {
  readonly limit: number;
}

/** The folders in which the user may create rules. */
export async function listAlertFolders({ limit }: FoldersCall, signal: AbortSignal): Promise<AlertFolder[]> {
  const found = await callHost<FoundFolder[]>('GET', `/api/search?type=dash-folder&permission=Edit&limit=${limit}`, {
    signal,
  });
  return found.map(({ uid, title }) => ({ uid, title }));
}

/** The groups of a folder, and the names that its rules have already. */
export async function readFolderRules({ uid }: AlertFolder, signal: AbortSignal): Promise<FolderRules> {
  const path = `/api/ruler/grafana/api/v1/rules/${encodeURIComponent(uid)}?subtype=cortex`;
  const groups = Object.values(await callHost<Record<string, RulerGroup[]>>('GET', path, { signal })).flat();
  return {
    groups: groups.map(({ name, interval, rules }) => ({
      name,
      interval: interval ?? newGroupInterval(),
      isProvisioned: rules?.some(({ grafana_alert: rule }) => Boolean(rule?.provenance)) ?? false,
    })),
    titles: groups.flatMap(({ rules }) => rules?.flatMap(({ grafana_alert: rule }) => rule?.title ?? []) ?? []),
  };
}

/** How often Grafana's editor lets a new group be evaluated: every minute, or as often as the server allows. */
export function newGroupInterval(): string {
  const least = config.unifiedAlerting.minInterval;
  return (parseDuration(least) ?? 0) > 60_000 ? least : '1m';
}

/** Whether the user may create folders. */
export function mayCreateFolder(): boolean {
  return hasPermission('folders:create');
}

/** Creates a folder for rules. @throws EngineError with what the host said */
export async function createAlertFolder(title: string): Promise<AlertFolder> {
  try {
    const { uid, title: created } = await callHost<FoundFolder>('POST', '/api/folders', { body: { title } });
    return { uid, title: created };
  } catch (thrown) {
    throw new EngineError(`The folder "${title}" was not created: ${reasonOf(thrown)}`, 'Choose another folder.');
  }
}
