// Looks again when the page has changed, and tells the shell when something is different. No
// timer runs while nothing changes.

const QUIET_MS = 300;
const AT_MOST_MS = 2000;
const TEXT_MS = 10000;
const PROBE_EVERY_MS = 60000;
const PROBE_TIMEOUT_MS = 5000;
const SETTLED_MS = 3100;

const watch = (config, handlerName) => {
  const handler = globalThis.webkit?.messageHandlers?.[handlerName];
  if (!handler || globalThis.ninefoldWatching) return;
  globalThis.ninefoldWatching = true;

  let told = "";
  let timer = 0;
  let waitingSince = 0;
  let settled = 0;
  let lookedAt = "";
  let probing = { key: "", at: -Infinity, stopped: false };

  const tell = (facts) => {
    // The clock alone is no news, but when a page has settled.
    const { loginFreeMs, ...rest } = facts;
    const news = JSON.stringify([rest, loginFreeMs >= 3000]);
    if (news === told) return;
    told = news;
    Promise.resolve(handler.postMessage(JSON.stringify(facts))).catch(() => {});
  };

  const look = () => {
    timer = 0;
    waitingSince = 0;
    lookedAt = location.href;
    const facts = collect(config);
    tell(facts);
    ask(facts);
    clearTimeout(settled);
    // Once, when a page without a login form has stood for three seconds.
    if (facts.passwordFields === 0 && facts.loginFreeMs < 3000) {
      settled = setTimeout(look, SETTLED_MS - facts.loginFreeMs);
    }
  };

  const isText = (node) => node.nodeType === Node.TEXT_NODE;
  const isTitle = (node) => (isText(node) ? node.parentNode : node)?.nodeName === "TITLE";
  const isTextAlone = (change) =>
    !isTitle(change.target) &&
    (change.type === "characterData" ||
      (change.type === "childList" && [...change.addedNodes, ...change.removedNodes].every(isText)));

  /** A clock that ticks in the page says nothing of who is signed in: it's looked at seldom. */
  const heed = (changes) => {
    if (config.counter || location.href !== lookedAt || !changes.every(isTextAlone)) soon();
    else if (timer === 0) timer = setTimeout(look, TEXT_MS);
  };

  const soon = () => {
    const now = performance.now();
    waitingSince ||= now;
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, Math.min(QUIET_MS, waitingSince + AT_MOST_MS - now)));
  };

  /** The connector's own request, in the page's session. */
  const ask = async (facts) => {
    const rule = config.probe;
    if (!rule) return;
    const signedIn = facts.signOutVisible || facts.signOutHidden || facts.rules.signedIn.includes(true);
    if (!rule.always && (!signedIn || facts.passwordFields > 0)) return;
    const key = [location.pathname, facts.passwordFields > 0, signedIn].join("|");
    const now = performance.now();
    const fresh = probing.key !== key;
    if (!fresh && (probing.stopped || now - probing.at < PROBE_EVERY_MS)) return;
    probing = { key, at: now, stopped: true };
    const found = await request(rule);
    probing.stopped = found.status !== 200;
    memory.probe = found;
    tell(collect(config));
  };

  const request = async (rule) => {
    try {
      const answer = await fetch(rule.url, {
        method: rule.method,
        body: rule.body ?? undefined,
        headers: {
          Accept: "application/json",
          "X-Requested-With": "XMLHttpRequest",
          ...(rule.body ? { "Content-Type": "application/json" } : {}),
        },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      });
      const isJson = (answer.headers.get("content-type") ?? "").includes("json");
      const body = isJson ? await answer.json() : null;
      const values = {};
      for (const [name, paths] of Object.entries(rule.values)) {
        const texts = paths.map((path) => follow(body, path)).filter((v) => typeof v === "string" || typeof v === "number");
        values[name] = clip(texts.join(" "), 2000);
      }
      return { status: answer.ok && !isJson ? 0 : answer.status, values };
    } catch {
      return { status: 0, values: {} };
    }
  };

  new MutationObserver(heed).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["class", "hidden", "aria-hidden", "type", "href", "action", "open", "disabled"],
  });
  for (const event of ["load", "pageshow", "popstate", "hashchange", "resize"]) {
    addEventListener(event, soon);
  }
  look();
};
