import { useSearchParams } from 'react-router-dom';
import { EditorPage } from './EditorPage.tsx';

/** A forecast that is not stored yet. */
export function NewPage() {
  const [params] = useSearchParams();
  return <EditorPage initialName={params.get('name') ?? ''} />;
}
