/** A folder of the host; one without uid does not exist yet. */
export interface AlertFolder {
  readonly uid: string;
  readonly title: string;
}

/** Rules that are evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly interval: string;
  /** Written by files: rules cannot be added by hand. */
  readonly isProvisioned: boolean;
}

/** What is in a folder already. */
export interface FolderRules {
  readonly groups: readonly AlertGroup[];
  readonly titles: readonly string[];
}

/** Where a rule goes, and how often it is evaluated there. */
export interface AlertPlace {
  readonly folder: AlertFolder | undefined;
  readonly group: string;
  readonly interval: string;
}

/** The folder that is offered first, and that is created where there is none. */
export const OWN_FOLDER = 'Headroom';
const OWN_GROUP = 'Headroom forecasts';

/** The folder to start with: Headroom's own, else the first, else a new one where the user may create it. */
export function firstFolder(folders: readonly AlertFolder[], mayCreate: boolean): AlertFolder | undefined {
  const own = folders.find(({ title }) => title === OWN_FOLDER) ?? folders[0];
  return own ?? (mayCreate ? { uid: '', title: OWN_FOLDER } : undefined);
}

/** The groups that may take a rule: those of the folder that are no files', and a new one of our own. */
export function groupChoices(groups: readonly AlertGroup[], newInterval: string): AlertGroup[] {
  const open = groups.filter(({ isProvisioned }) => !isProvisioned);
  const isTaken = groups.some(({ name }) => name === OWN_GROUP);
  return isTaken ? open : [{ name: OWN_GROUP, interval: newInterval, isProvisioned: false }, ...open];
}

/** The group to start with: our own where there is one, whether it exists already or not. */
export function firstGroup(choices: readonly AlertGroup[]): AlertGroup | undefined {
  return choices.find(({ name }) => name === OWN_GROUP) ?? choices[0];
}

/** The name of a rule that no other of its folder has. */
export function freeTitle(wanted: string, taken: readonly string[]): string {
  let title = wanted;
  for (let count = 2; taken.includes(title); count++) {
    title = `${wanted} (${count})`;
  }
  return title;
}
