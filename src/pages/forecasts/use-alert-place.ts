import { useMemo, useState } from 'react';
import { useAnswer } from '../../shared/api/use-answer.ts';
import {
  type AlertFolder,
  type AlertGroup,
  type AlertPlace,
  firstFolder,
  firstGroup,
  type FolderRules,
  groupChoices,
} from '../../shared/forecast/alert-place.ts';
import {
  listAlertFolders,
  mayCreateFolder,
  newGroupInterval,
  readFolderRules,
} from '../../shared/host/alert-folders.ts';

const MOST_FOLDERS = 1_000;
const NO_RULES: FolderRules = { groups: [], titles: [] };

/** Where a rule may go and what is chosen. */
export interface PlaceChoice {
  readonly isLoading: boolean;
  /** Why the folders or their groups are not known; the rule editor asks for them then. */
  readonly failure: string | undefined;
  readonly folders: readonly AlertFolder[];
  readonly groups: readonly AlertGroup[];
  /** Names that the rules of the folder have already. */
  readonly titles: readonly string[];
  readonly place: AlertPlace;
  readonly chooseFolder: (uid: string) => void;
  readonly chooseGroup: (name: string) => void;
}

/** Asks the host for folders and groups, and keeps what is chosen of them. */
export function useAlertPlace(): PlaceChoice {
  const [chosenUid, setFolder] = useState<string>();
  const [chosenGroup, setGroup] = useState<string>();
  const [listing] = useState({ limit: MOST_FOLDERS });
  const found = useAnswer(listing, listAlertFolders);
  const folder = useMemo(() => chosenFolder(found.answer, chosenUid), [found.answer, chosenUid]);
  const inside = useAnswer(folder?.uid ? folder : undefined, readFolderRules);
  const rules = (inside.isLoading ? undefined : inside.answer) ?? NO_RULES;
  const groups = groupChoices(rules.groups, newGroupInterval());
  return {
    isLoading: found.isLoading || inside.isLoading,
    failure: (found.error ?? inside.error)?.message,
    folders: found.answer ?? [],
    groups,
    titles: rules.titles,
    place: { folder, ...chosenPlace(groups, chosenGroup) },
    chooseFolder: (uid) => {
      setFolder(uid);
      setGroup(undefined);
    },
    chooseGroup: setGroup,
  };
}

function chosenFolder(folders: readonly AlertFolder[] | undefined, uid: string | undefined): AlertFolder | undefined {
  return folders?.find((folder) => folder.uid === uid) ?? (folders && firstFolder(folders, mayCreateFolder()));
}

function chosenPlace(groups: readonly AlertGroup[], name: string | undefined): Omit<AlertPlace, 'folder'> {
  const group = groups.find((one) => one.name === name) ?? firstGroup(groups);
  return { group: group?.name ?? '', interval: group?.interval ?? newGroupInterval() };
}
