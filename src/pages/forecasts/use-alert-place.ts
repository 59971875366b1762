import { useMemo, useState } from 'react';
import { useAnswer } from '../../shared/api/use-answer.ts';
import {
  type AlertFolder,
  type AlertGroup,
  type AlertPlace,
  firstFolder,
  firstGroup,
  groupChoices,
} from '../../shared/forecast/alert-place.ts';
import {
  listAlertFolders,
  mayCreateFolder,
  newGroupInterval,
  readFolderRules,
} from '../../shared/host/alert-folders.ts';

const MOST_FOLDERS = 1_000;

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
  const folder = useMemo(() => {
    const listed = found.answer ?? [];
    return (
      listed.find(({ uid }) => uid === chosenUid) ??
      firstFolder(listed, found.answer !== undefined && mayCreateFolder())
    );
  }, [found.answer, chosenUid]);
  const inside = useAnswer(folder === undefined || folder.uid === '' ? undefined : folder, readFolderRules);
  const isReading = inside.isLoading;
  const groups = groupChoices(isReading ? [] : (inside.answer?.groups ?? []), newGroupInterval());
  const group = groups.find(({ name }) => name === chosenGroup) ?? firstGroup(groups);
  return {
    isLoading: found.isLoading || isReading,
    failure: found.error === undefined ? inside.error?.message : found.error.message,
    folders: found.answer ?? [],
    groups,
    titles: inside.answer?.titles ?? [],
    place: { folder, group: group?.name ?? '', interval: group?.interval ?? newGroupInterval() },
    chooseFolder: (uid) => {
      setFolder(uid);
      setGroup(undefined);
    },
    chooseGroup: setGroup,
  };
}
