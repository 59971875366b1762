import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { pagePath } from '../shared/host/links.ts';
import { AnomaliesPage } from './anomalies/AnomaliesPage.tsx';
import { SignalsPage } from './anomalies/SignalsPage.tsx';
import { ListPage } from './forecasts/ListPage.tsx';
import { NewPage } from './forecasts/NewPage.tsx';
import { StoredPage } from './forecasts/StoredPage.tsx';
import { OverviewPage } from './overview/OverviewPage.tsx';
import { RecommendationsPage } from './recommendations/RecommendationsPage.tsx';
import { SettingsPage } from './settings/SettingsPage.tsx';

/** Which page a path shows; what is not known leads to the first one. */
export default function AppRoutes() {
  return (
    <Routes>
      <Route path="overview" element={<OverviewPage />} />
      <Route path="forecasts" element={<ListPage />} />
      <Route path="forecasts/new" element={<NewPage />} />
      <Route path="forecasts/:id" element={<StoredPage />} />
      <Route path="anomalies" element={<AnomaliesPage />} />
      <Route path="anomalies/signals" element={<SignalsPage />} />
      <Route path="recommendations" element={<RecommendationsPage />} />
      <Route path="settings" element={<SettingsPage />} />
      <Route path="*" element={<Unknown />} />
    </Routes>
  );
}

/** Leads to the first page, unless the user is about to leave for another part of Grafana. */
function Unknown() {
  const { pathname } = useLocation();
  return pathname.startsWith(pagePath('')) || pagePath('') === `${pathname}/` ? (
    <Navigate to={pagePath('overview')} replace />
  ) : null;
}
