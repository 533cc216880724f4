/** What the page of a CRM's settings shows. */
import type { Answer, CrmCalls, FactorRules, User } from '../api/client.js';

export interface Rules {
  factor: FactorRules;
  /** Of whom something may be demanded. */
  users: readonly User[];
}

export async function loadRules(calls: CrmCalls): Promise<Answer<Rules>> {
  const [factor, users] = await Promise.all([calls.factorRules(), calls.users()]);
  if (!factor.ok) return factor;
  if (!users.ok) return users;
  return { ok: true, body: { factor: factor.body, users: users.body.items } };
}
