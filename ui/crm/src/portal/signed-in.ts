/** Who is signed in at the portal, and what they may ask for. */
import { portalCalls, type PortalAccount, type PortalCalls, type PortalMe } from '../api/client.js';
import { StepUp } from '../parts/step-up.svelte.js';

export interface SignedIn {
  account: PortalAccount;
  /** The account has a password. */
  hasPassword: boolean;
  /** The server has a referral programme. */
  hasReferral: boolean;
  calls: PortalCalls;
  stepUp: StepUp;
}

export function signedIn({ account, csrf, has_password, has_referral }: PortalMe): SignedIn {
  const calls = portalCalls(csrf);
  const [hasPassword, hasReferral] = [has_password, has_referral];
  return { account, hasPassword, hasReferral, calls, stepUp: new StepUp(calls) };
}
