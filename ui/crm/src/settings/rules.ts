/** What the page of a CRM's settings shows. */
import type {
  Answer,
  CrmCalls,
  FactorRules,
  GeneralSettings,
  SsoProviders,
  User,
} from '../api/client.js';

export interface Rules {
  general: GeneralSettings;
  factor: FactorRules;
  sso: SsoProviders;
  /** Of whom something may be demanded. */
  users: readonly User[];
}

export async function loadRules(calls: CrmCalls): Promise<Answer<Rules>> {
  const [general, factor, sso, users] = await Promise.all([
    calls.generalSettings(),
    calls.factorRules(),
    calls.ssoProviders(),
    calls.users(),
  ]);
  if (!general.ok) return general;
  if (!factor.ok) return factor;
  if (!sso.ok) return sso;
  if (!users.ok) return users;
  return {
    ok: true,
    body: {
      general: general.body,
      factor: factor.body,
      sso: sso.body,
      users: users.body.items,
    },
  };
}
