/** Takes one plain sentence for the person at the terminal. */
export type Log = (sentence: string) => void;
