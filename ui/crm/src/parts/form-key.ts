/** The idempotency key of a form: the same for what is sent again, another for anything else. */
export class FormKey {
  #content = '';
  #key = '';

  of(body: object): string {
    const content = JSON.stringify(body);
    if (content !== this.#content) {
      this.#content = content;
      this.#key = crypto.randomUUID();
    }
    return this.#key;
  }
}
