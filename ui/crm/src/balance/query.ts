/** Which movements of money are shown. */
import type { EntryKind, EntryQuery } from '../api/client.js';
import { startOf } from '../days.js';

export const KINDS = [
  'top_up',
  'charge',
  'transfer_in',
  'transfer_out',
  'refund',
  'adjustment',
  'balance_returned',
  'referral_reward',
  'referral_reversal',
  'payout',
  'opening',
] as const satisfies readonly EntryKind[];

export interface Filter {
  kind: (typeof KINDS)[number] | 'all';
  /** Days as the reader's calendar has them (YYYY-MM-DD); empty for no bound. */
  from: string;
  to: string;
}

export const NO_FILTER: Filter = { kind: 'all', from: '', to: '' };

/** The same as the service is asked; both days are in it. */
export function queryOf({ kind, from, to }: Filter): EntryQuery {
  return {
    ...(kind === 'all' ? {} : { kind }),
    ...(from ? { from: startOf(from, 0) } : {}),
    ...(to ? { until: startOf(to, 1) } : {}),
  };
}

/** Where the same is for a spreadsheet. */
export function csvOf(wallet: string, filter: Filter): string {
  const query = new URLSearchParams(
    Object.entries(queryOf(filter)).map(([k, v]) => [k, String(v)]),
  );
  const path = `/api/v1/portal/wallets/${wallet}/entries.csv`;
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}
