/**
 * Writes the reference of every option from the schemas that check them, and that of the command line from its own
 * help.
 *
 * Usage: node scripts/reference.ts [--check]
 */
import { anomalyQuerySchema, baselineQuerySchema } from '../pkg/contract/anomaly-query.ts';
import { engineConfigSchema } from '../pkg/contract/engine-config.ts';
import { breachQuerySchema, forecastQuerySchema } from '../pkg/contract/query.ts';
import { recommendationsQuerySchema } from '../pkg/contract/recommendations.ts';
import { datasourceJsonSchema, SECURE_SETTINGS } from '../pkg/contract/settings.ts';
import { writeOrCheck } from './generated-files.ts';
import { commandLineHelp } from './reference/command-line-help.ts';
import { optionsTable } from './reference/options-table.ts';

const NOTE = 'Written by `node scripts/reference.ts` from the schemas in `pkg/contract`; do not edit.';

const secrets = Object.entries(SECURE_SETTINGS).map(([key, help]) => `| \`${key}\` | ${help} |`);

const options = `# Every option

${NOTE}

A wrong value is refused with the name of the option and what to write instead. Durations are texts as in Prometheus: \`30s\`, \`15m\`, \`12h\`, \`7d\`.

## Engine

The file of \`bin/headroom serve --config FILE\`, in YAML or JSON.

${optionsTable(engineConfigSchema)}
An engine that Grafana starts has no such file and opens no port. It reads \`state_dir\`, \`log_level\`, \`workers\`, \`cache_megabytes\`,
\`otlp_endpoint\` and \`otlp_protocol\` of the section \`[plugin.headroom-capacity-datasource]\` in \`grafana.ini\`.

## Data source

\`jsonData\` of a provisioned data source of the type \`headroom-capacity-datasource\`; the configuration page has the same. The address of Prometheus
is the data source's own \`url\`, user and password are \`basicAuth\`, \`basicAuthUser\` and the secret \`basicAuthPassword\`, as in all data sources of Grafana.

${optionsTable(datasourceJsonSchema)}
\`secureJsonData\`, which Grafana encrypts; \`httpHeaderName1\` in \`jsonData\` and \`httpHeaderValue1\` here add a header to every request:

| Secret | What it is |
|---|---|
${secrets.join('\n')}

## Queries

Fields of a query of the data source, in dashboards, Explore, alert rules and the REST API alike.

### Forecast

${optionsTable(forecastQuerySchema)}
### Breach

${optionsTable(breachQuerySchema)}
### Baseline

${optionsTable(baselineQuerySchema)}
### Anomaly

${optionsTable(anomalyQuerySchema)}
### Recommendations

${optionsTable(recommendationsQuerySchema)}`;

const commandLine = `# The command line

Written by \`node scripts/reference.ts\` from the help of each command; do not edit.

${await commandLineHelp()}`;

await writeOrCheck('scripts/reference.ts', {
  'docs/reference/options.md': options,
  'docs/reference/command-line.md': commandLine,
});
