/** What people are told who come back from a provider without what they went for. */

import type { Failed } from '../api/client.js';
import type { Word } from './word.js';

/** Codes that have words of their own; of every other one nothing more is known here. */
export const REFUSALS = [
  'sso_failed',
  'sso_no_user',
  'sso_email_unverified',
  'sso_link_required',
  'ticket_invalid',
  'crm_suspended',
  'crm_scheduled_for_deletion',
  'rate_limited',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** The words that a code has. */
export function refusalOf(code: string): Refusal | 'other' {
  return REFUSALS.find((known) => known === code) ?? 'other';
}

/** Whether another identity at the same provider would help, which asks for none as long as it knows one. */
export function isAboutIdentity(refused: Word['refused']): boolean {
  const codes: readonly string[] = ['sso_no_user', 'sso_email_unverified', 'sso_link_required'];
  return refused !== null && codes.includes(refused.code);
}

/** Whether a CRM lets people in by single sign-on alone, whatever else they came with. */
export function takesAnotherWay(failed: Failed | null): boolean {
  return failed?.problem?.code === 'method_not_allowed_here';
}
