/** What the page of a CRM's settings shows. */
import type { Answer, CrmCalls, FactorRules, SsoProviders, User } from '../api/client.js';

export interface Rules {
  factor: FactorRules;
  sso: SsoProviders;
  /** Of whom something may be demanded. */
  users: readonly User[];
}

export async function loadRules(calls: CrmCalls): Promise<Answer<Rules>> {
  const [factor, sso, users] = await Promise.all([
    calls.factorRules(),
    calls.ssoProviders(),
    calls.users(),
  ]);
  if (!factor.ok) return factor;
  if (!sso.ok) return sso;
  if (!users.ok) return users;
  return { ok: true, body: { factor: factor.body, sso: sso.body, users: users.body.items } };
}
