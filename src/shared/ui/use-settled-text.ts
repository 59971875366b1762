import { useState } from 'react';

/** A text that is being typed, and what settles it. */
export interface SettledText {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Hands a changed text over; on leaving the control and on Enter. */
  readonly settle: () => void;
}

/** Keeps to itself what is being typed, so that no query runs for half a word. */
export function useSettledText(value: string, onSettle: (text: string) => void): SettledText {
  const [draft, setDraft] = useState({ of: value, text: value });
  if (draft.of !== value) {
    setDraft({ of: value, text: value });
  }
  return {
    text: draft.text,
    type: (text) => setDraft({ of: value, text }),
    settle: () => {
      if (draft.text !== value) {
        onSettle(draft.text);
      }
    },
  };
}
