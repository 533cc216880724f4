// `Notification` for pages of `WKWebView`, which has none. What it's given goes to the program as a claim;
// nothing comes back but whether the person allows it, and whether they clicked.
(() => {
  const program = globalThis.webkit?.messageHandlers?.notice;
  if (!program || !globalThis.isSecureContext) return;
  const post = program.postMessage.bind(program);
  let permission = "default";
  const settle = (answer) => (permission = answer ?? permission);
  post({ kind: "state" }).then(settle, () => {});

  class Notification extends EventTarget {
    static get permission() {
      return permission;
    }

    static async requestPermission(then) {
      settle(await post({ kind: "ask" }));
      then?.(permission);
      return permission;
    }

    constructor(title, { body = "", tag = "", data = null } = {}) {
      super();
      Object.assign(this, { title: String(title), body: String(body), tag, data });
      this.onclick = this.onshow = this.onclose = this.onerror = null;
      const tell = (type) => {
        const event = new Event(type);
        this[`on${type}`]?.(event);
        this.dispatchEvent(event);
      };
      post({ kind: "show", title: this.title, body: this.body }).then(
        (clicked) => clicked && tell("click"),
        () => tell("error"),
      );
    }

    close() {}
  }
  Object.defineProperty(globalThis, "Notification", {
    value: Notification,
    writable: true,
    configurable: true,
  });
})();
