import { useSearchParams } from 'react-router-dom';

/** A word in the URL, such as which drawer is open; `undefined` takes it out. */
export function useUrlWord(name: string): readonly [string | undefined, (word: string | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const set = (word: string | undefined) =>
    setParams(
      (current) => {
        const changed = new URLSearchParams(current);
        if (word === undefined || word === '') {
          changed.delete(name);
        } else {
          changed.set(name, word);
        }
        return changed;
      },
      { replace: true }
    );
  return [params.get(name) ?? undefined, set];
}
