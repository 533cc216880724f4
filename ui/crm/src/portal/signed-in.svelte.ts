/** Who is signed in at the portal, and what they may ask for. */
import { portalCalls, type PortalAccount, type PortalCalls, type PortalMe } from '../api/client.js';
import { StepUp } from '../parts/step-up.svelte.js';

export class SignedIn {
  /** As it is now: its holder may be called otherwise since the page was loaded. */
  account: PortalAccount;
  /** The account has a password. */
  readonly hasPassword: boolean;
  /** The server has a referral programme. */
  readonly hasReferral: boolean;
  readonly calls: PortalCalls;
  readonly stepUp: StepUp;

  constructor({ account, csrf, has_password, has_referral }: PortalMe) {
    this.account = $state.raw(account);
    this.hasPassword = has_password;
    this.hasReferral = has_referral;
    this.calls = portalCalls(csrf);
    this.stepUp = new StepUp(this.calls);
  }
}
