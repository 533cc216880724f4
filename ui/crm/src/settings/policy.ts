/** What a CRM's policy of the second factor means, and for whom. */
import type { FactorPolicy, User } from '../api/client.js';
import { manages } from '../inside/rights.js';

/** From the mildest on. */
export const POLICIES = ['optional', 'required_for_admins', 'required'] as const;

/** How many of those who can sign in have to have one. */
export function demandedOf(policy: FactorPolicy, users: readonly User[]): number {
  const active = users.filter(({ status }) => status === 'active');
  if (policy === 'optional') return 0;
  return policy === 'required' ? active.length : active.filter(({ role }) => manages(role)).length;
}

/** Whether somebody gets a week who had no need of one before. */
export function isStricter(policy: FactorPolicy, before: FactorPolicy): boolean {
  return POLICIES.indexOf(policy) > POLICIES.indexOf(before);
}
