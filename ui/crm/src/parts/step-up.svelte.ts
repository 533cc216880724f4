/** Proving who one is again, for what is dangerous: the password, a code, a passkey or a provider is asked for when a call needs it. */
import type {
  Answer,
  Failed,
  PasskeyChallenge,
  Proof,
  ProofCalls,
  ProofMethod,
  SsoDestination,
  SsoOffer,
} from '../api/client.js';
import { backWith } from '../sso/word.js';

export class StepUp {
  /** By what the person may prove it, while it is being asked for: `StepUpDialog` does that. */
  asks = $state.raw<readonly ProofMethod[] | null>(null);
  /** Providers that will do, too. */
  providers = $state.raw<readonly SsoOffer[]>([]);
  readonly #calls: ProofCalls;
  #decide: (proved: boolean) => void = () => undefined;

  constructor(calls: ProofCalls) {
    this.#calls = calls;
  }

  /** The answer to a call, which is made again after a proof; null when the person didn't want to prove it. */
  async through<T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await call();
    if (answer.ok || answer.problem?.code !== 'step_up_required') return answer;
    const methods = answer.problem.methods ?? ['password'];
    if (methods.includes('sso')) {
      const offers = await this.#calls.stepUpOffers();
      if (!offers.ok) return offers;
      this.providers = offers.body.items;
    } else {
      this.providers = [];
    }
    const decision = new Promise<boolean>((resolve) => (this.#decide = resolve));
    this.asks = methods;
    const proved = await decision;
    this.asks = null;
    return proved ? call() : null;
  }

  async confirm(proof: Proof): Promise<Failed | null> {
    const answer = await this.#calls.stepUp(proof);
    if (!answer.ok) return answer;
    this.#decide(true);
    return null;
  }

  /** What a passkey is asked to sign. */
  async startPasskey(): Promise<Answer<PasskeyChallenge>> {
    return this.#calls.startPasskeyProof();
  }

  async confirmByPasskey(ticket: string, credential: unknown): Promise<Failed | 'leaving'> {
    const answer = await this.#calls.proveByPasskey({ ticket, credential });
    if (!answer.ok) return answer;
    this.#decide(true);
    return 'leaving';
  }

  /** The page of a provider that asks anew; it leads back to this one, where nothing that was typed is kept. */
  async leaveFor({ id }: SsoOffer): Promise<Answer<SsoDestination>> {
    const page = backWith(location.pathname, location.search, { sso: 'proved' });
    return this.#calls.stepUpBy({ provider_id: id, return_path: page });
  }

  cancel(): void {
    this.#decide(false);
  }
}
