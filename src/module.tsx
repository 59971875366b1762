import { AppPlugin } from '@grafana/data';
import { Text } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { forecastThis } from './extensions/forecast-this.ts';

const AppRoutes = lazy(() => import('./pages/AppRoutes.tsx'));

function Root() {
  return (
    <Suspense fallback={<Text color="secondary">Loading Headroom…</Text>}>
      <AppRoutes />
    </Suspense>
  );
}

/** The app plugin, as Grafana loads it. */
export const plugin = new AppPlugin().setRootPage(Root).addLink(forecastThis());
