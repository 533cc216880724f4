/** Proving who one is again, for what is dangerous: the password or a code is asked for when a call needs it. */
import type { Answer, Failed, Proof, ProofMethod } from '../api/client.js';

export class StepUp {
  /** By what the person may prove it, while it is being asked for: `StepUpDialog` does that. */
  asks = $state.raw<readonly ProofMethod[] | null>(null);
  readonly #prove: (proof: Proof) => Promise<Answer<unknown>>;
  #decide: (proved: boolean) => void = () => undefined;

  constructor(prove: (proof: Proof) => Promise<Answer<unknown>>) {
    this.#prove = prove;
  }

  /** The answer to a call, which is made again after a proof; null when the person didn't want to prove it. */
  async through<T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await call();
    if (answer.ok || answer.problem?.code !== 'step_up_required') return answer;
    const decision = new Promise<boolean>((resolve) => (this.#decide = resolve));
    this.asks = answer.problem.methods ?? ['password'];
    const proved = await decision;
    this.asks = null;
    return proved ? call() : null;
  }

  async confirm(proof: Proof): Promise<Failed | null> {
    const answer = await this.#prove(proof);
    if (!answer.ok) return answer;
    this.#decide(true);
    return null;
  }

  cancel(): void {
    this.#decide(false);
  }
}
