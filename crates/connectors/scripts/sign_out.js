// One step of signing out. Answers at once whether it found what it needs; the rest goes on alone.

const LATER_MS = 400;

const tokenFrom = async (csrf) => {
  switch (csrf?.source) {
    case "cookie":
      return cookie(csrf.path) ?? "";
    case "meta":
      return all(`meta[name="${csrf.path}"]`, [document])[0]?.content ?? "";
    case "input":
      return all(`input[name="${csrf.path}"]`)[0]?.value ?? "";
    case "json": {
      const answer = await fetch(csrf.url, { credentials: "same-origin", cache: "no-store" });
      return String(follow(await answer.json(), csrf.pointer) ?? "");
    }
    default:
      return "";
  }
};

const STEPS = {
  request: (step) => {
    const run = async () => {
      const headers = { "X-Requested-With": "XMLHttpRequest", ...step.headers };
      if (step.csrf?.header) headers[step.csrf.header] = await tokenFrom(step.csrf);
      const body = step.body?.replace(/\$cookie:([\w-]+)/g, (_, name) =>
        JSON.stringify(cookie(name) ?? "").slice(1, -1),
      );
      if (body) headers["Content-Type"] = "application/json";
      await fetch(step.url, { method: step.method, headers, body, credentials: "same-origin" });
      for (const name of step.dropCookies) {
        document.cookie = `${name}=; Max-Age=0; Path=/`;
        document.cookie = `${name}=; Max-Age=0`;
      }
    };
    const leave = () => location.assign(step.after);
    run().then(leave, leave);
    return true;
  },

  submit: (step) => {
    const form = all(step.selector).find((candidate) => sameHost(candidate.action));
    if (!form) return false;
    setTimeout(() => HTMLFormElement.prototype.requestSubmit.call(form), 0);
    return true;
  },

  click: (step) => {
    const found = step.selector ? all(step.selector) : signOutControls();
    const control = found.find(isVisible);
    if (control) {
      setTimeout(() => control.click(), 0);
      return true;
    }
    // In a closed menu: open that first.
    const hidden = found[0];
    const opener = hidden && openerOf(hidden);
    if (!opener || !isVisible(opener)) return false;
    opener.click();
    setTimeout(() => {
      const now = step.selector ? all(step.selector) : signOutControls();
      (now.find(isVisible) ?? hidden).click();
    }, LATER_MS);
    return true;
  },
};

const signOutStep = (step) => STEPS[step.kind](step);
