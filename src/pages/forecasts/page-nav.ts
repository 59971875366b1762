import type { NavModelItem } from '@grafana/data';
import { pagePath } from '../../shared/host/links.ts';

/** A page below the list of forecasts. */
export function pageNav(text: string): NavModelItem {
  return { text, parentItem: { text: 'Forecasts', url: pagePath('forecasts') } };
}
