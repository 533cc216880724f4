// What the other scripts look at the page with. Runs in a script world of its own: the page can
// change its document, but not these functions.

const CAP = { text: 200, elements: 20000, shadowDepth: 3 };

const clip = (value, max = CAP.text) =>
  String(value ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, max);

/** The document and its open shadow roots, three deep. */
const roots = () => {
  const found = [document];
  let level = [document];
  for (let depth = 0; depth < CAP.shadowDepth && level.length > 0; depth += 1) {
    const next = [];
    for (const root of level) {
      const elements = root.querySelectorAll("*");
      const count = Math.min(elements.length, CAP.elements);
      for (let i = 0; i < count; i += 1) {
        if (elements[i].shadowRoot) next.push(elements[i].shadowRoot);
      }
    }
    found.push(...next.slice(0, 200));
    level = next.slice(0, 200);
  }
  return found;
};

/** Elements that match, in all roots. A selector that this engine doesn't know finds nothing. */
const all = (selector, from = roots()) =>
  from.flatMap((root) => {
    try {
      return [...root.querySelectorAll(selector)];
    } catch {
      return [];
    }
  });

/** Has a box, isn't hidden, transparent, taken from screen readers, or moved off the page. */
const isVisible = (element) => {
  const box = element.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return false;
  if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return false;
  if (element.closest('[aria-hidden="true"], [inert]')) return false;
  for (let at = element, up = 0; at instanceof Element && up < 12; at = at.parentElement, up += 1) {
    const style = getComputedStyle(at);
    if (style.display === "none" || Number(style.opacity) === 0) return false;
    if (up === 0 && style.visibility !== "visible") return false;
  }
  return true;
};

/** The texts inside an element, with spaces between them: `textContent` glues them together. */
const wordsOf = (element, max = CAP.text) => {
  if (!element) return "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const words = [];
  while (words.length < 200 && walker.nextNode()) words.push(walker.currentNode.data);
  return clip(words.join(" "), max);
};

const nameOf = (element) =>
  clip(element.getAttribute("aria-label") || element.textContent || element.value || element.title, 60)
    .toLowerCase()
    .replace(/[….!]+$/, "")
    .trim();

// "Sign out" in the languages of the interface and of the CRMs that are met most.
const SIGN_OUT_WORDS = new Set([
  "sign out", "signout", "log out", "logout", "log off", "log-out", "sign-out",
  "вийти", "вихід", "вийти із системи", "вийти з системи",
  "выйти", "выход", "выйти из системы",
  "abmelden", "ausloggen", "se déconnecter", "déconnexion", "cerrar sesión", "salir", "sair",
  "terminar sessão", "esci", "disconnetti", "wyloguj", "wyloguj się", "uitloggen", "afmelden",
  "odhlásit", "odhlásit se", "odjava", "çıkış yap", "logga ut", "logg ut", "log ud", "kirjaudu ulos",
]);

const SIGN_OUT_TOKEN = /(^|[/?&=._-])(log-?_?out|sign-?_?out|log-?_?off)([/?&=._-]|$)/i;

const SIGN_OUT_FORMS =
  "form[action*='logout' i], form[action*='signout' i], form[action*='sign-out' i], " +
  "form[action*='sign_out' i], form[action*='log_out' i]";

const sameHost = (href) => {
  try {
    return new URL(href, location.href).host === location.host;
  } catch {
    return false;
  }
};

/** Links and buttons that sign out: by their address, or by their whole name in a menu. */
const signOutControls = (from = roots()) => {
  const byAddress = all("a[href]", from).filter((link) => {
    const href = link.getAttribute("href") ?? "";
    return SIGN_OUT_TOKEN.test(href) && sameHost(href);
  });
  const inMenus = (element) =>
    element.closest("nav, header, aside, footer, menu, [role=menu], [role=navigation], [role=banner], dialog, [popover]");
  const candidates = all("button, a, [role=menuitem], [role=button], input[type=submit]", from);
  const byName = candidates.filter(
    (element) =>
      SIGN_OUT_WORDS.has(nameOf(element)) &&
      (element.tagName !== "A" || inMenus(element)) &&
      !element.closest("article, [contenteditable=true], blockquote"),
  );
  const inForms = all(SIGN_OUT_FORMS, from).flatMap((form) => [
    ...form.querySelectorAll("button, input[type=submit]"),
  ]);
  return [...new Set([...byAddress, ...byName, ...inForms])];
};

/** What a click has to open first, so that a hidden control can be seen. */
const openerOf = (control) => {
  const menu = control.closest("[role=menu], menu, ul, [id], details");
  const details = control.closest("details:not([open])");
  if (details) return details.querySelector("summary");
  for (let at = menu; at instanceof Element; at = at.parentElement?.closest("[id]")) {
    const opener = at.id && document.querySelector(`[aria-controls="${CSS.escape(at.id)}"]`);
    if (opener) return opener;
  }
  const near = control.closest(".dropdown, .menu, [class*=dropdown], [class*=menu], nav, header");
  return near?.parentElement?.querySelector("[aria-haspopup], [data-toggle], [data-bs-toggle]") ?? null;
};

const cookie = (name) => {
  for (const pair of document.cookie.split("; ")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at) !== name) continue;
    const value = pair.slice(at + 1).replace(/^"|"$/g, "");
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  }
  return null;
};

/** Follows a list of keys into a value. */
const follow = (value, path) =>
  path.reduce((at, key) => (at !== null && typeof at === "object" ? at[key] : undefined), value);
