import { Navigate, Route, Routes } from 'react-router-dom';
import { APP_ID } from '#contract/ids.ts';
import { EditorPage } from './forecasts/EditorPage.tsx';

/** Which page a path shows; what is not known leads to the first one. */
export default function AppRoutes() {
  return (
    <Routes>
      <Route path="forecasts" element={<EditorPage />} />
      <Route path="*" element={<Navigate to={`/a/${APP_ID}/forecasts`} replace />} />
    </Routes>
  );
}
