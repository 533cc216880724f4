/** Which entries of the log are shown. */
import type { AuditQuery } from '../api/client.js';
import { startOf } from '../days.js';
import type { Kind } from './kinds.js';

export interface Filter {
  kind: Kind | 'all';
  /** The id of a user, or `operator` or `nobody`. */
  by: string;
  /** Days as the reader's calendar has them (YYYY-MM-DD); empty for no bound. */
  from: string;
  to: string;
}

export const NO_FILTER: Filter = { kind: 'all', by: 'all', from: '', to: '' };

/** The same as the service is asked; both days are in it. */
export function queryOf({ kind, by, from, to }: Filter): AuditQuery {
  return {
    ...(kind === 'all' ? {} : { kind }),
    ...(by === 'all' ? {} : { actor: by }),
    ...(from ? { from: startOf(from, 0) } : {}),
    ...(to ? { until: startOf(to, 1) } : {}),
  };
}

/** Where the same is for a spreadsheet. */
export function csvOf(crm: string, filter: Filter): string {
  const query = new URLSearchParams(
    Object.entries(queryOf(filter)).map(([k, v]) => [k, String(v)]),
  );
  const path = `/api/v1/c/${crm}/audit.csv`;
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}
