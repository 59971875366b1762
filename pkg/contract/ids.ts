/** Plugin ids, as they stand in the plugin.json files. */
export const APP_ID = 'headroom-capacity-app';
export const DATASOURCE_ID = 'headroom-capacity-datasource';
