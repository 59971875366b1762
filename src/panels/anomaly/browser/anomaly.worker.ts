import { serveJobs } from '../../../shared/browser/serve-jobs.ts';
import { solve } from './solve.ts';

serveJobs(solve);
