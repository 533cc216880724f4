// What the page shows, as one plain object. Changes nothing and asks nobody.

const USER_FIELDS =
  "input[autocomplete~='username' i], input[type=email], input[name='login' i], input[id='login' i], " +
  "input[name='user' i], input[id='user' i], input[name='username' i], input[id='username' i], " +
  "input[name='email' i], input[id='email' i], input[name*='[username]' i], input[name*='[login]' i], " +
  "input[name*='user_name' i], input[name*='userLogin' i], input[name*='USER_LOGIN' i]";

const TEXT_FIELDS =
  "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], " +
  "[type=checkbox], [type=radio], [type=search], [type=file]), select, textarea";

const union = (boxes) => {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.left));
  const y = Math.min(...boxes.map((box) => box.top));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.right)) - x,
    height: Math.max(...boxes.map((box) => box.bottom)) - y,
  };
};

/** The form that a field belongs to; for fields without one, what stands around them. */
const formOf = (field) =>
  field.form ??
  field.closest("form, [role=form], dialog, [role=dialog], main, section, body") ??
  field.getRootNode();

const loginForm = (passwords, users, from) => {
  const field = passwords[0] ?? users[0];
  if (!field) return null;
  const form = formOf(field);
  const inside = [form];
  const fields = all(TEXT_FIELDS, inside).filter(isVisible);
  const submits = all(
    "button:not([type=button], [type=reset]), input[type=submit], input[type=image], [role=button][type=submit]",
    inside,
  ).filter(isVisible);
  const boxes = [...fields.filter((f) => passwords.includes(f) || users.includes(f)), ...submits];
  const dialog = field.closest("dialog, [role=dialog], [aria-modal=true], .modal");
  return {
    fields: fields.length,
    submits: submits.length,
    users: users.filter((user) => formOf(user) === form).length,
    box: union(boxes.map((element) => element.getBoundingClientRect())),
    inDialog: Boolean(dialog) && all("nav a, header a, main a", from).length > 3,
  };
};

const CHALLENGES =
  "#challenge-form, #challenge-running, #challenge-stage, #cf-challenge-running, #px-captcha, #sec-if-cpt-container";

const hasChallenge = (from) => all(CHALLENGES, from).length > 0;

const CONDITIONS = {
  dom: (rule, from) => all(rule.dom, from).some(isVisible),
  cookie: (rule) => {
    const value = cookie(rule.cookie.name);
    return value !== null && value !== "" && value !== rule.cookie.not;
  },
  storage: (rule) => {
    const [before, after] = rule.storage.split("*");
    const fits = (key) =>
      after === undefined ? key === before : key.startsWith(before) && key.endsWith(after);
    try {
      return Object.keys(localStorage).some(fits);
    } catch {
      return false;
    }
  },
};

const ruleHits = (rules, from) =>
  rules.map((rule) =>
    Object.entries(CONDITIONS).every(([key, holds]) => rule[key] == null || holds(rule, from)),
  );

const imageIn = (element) => clip(element?.querySelector?.("img[src]")?.getAttribute("src"), 2000);

const EMAIL = /[^\s<>()"',;:@]+@[^\s<>()"',;:@]+\.[^\s<>()"',;:@]+/;

/** The presets' own rules: readable cookies, or places in the page. */
const peopleByRules = (rules, from) =>
  rules.map((rule) => {
    if (rule.kind === "cookie") {
      return {
        name: clip(rule.name.map((key) => cookie(key) ?? "").join(" "), 120),
        email: clip(rule.email && cookie(rule.email), 254),
        avatar: clip(rule.avatar && cookie(rule.avatar), 2000),
      };
    }
    const find = (selector) => (selector ? all(selector, from)[0] : undefined);
    const text = (selector) => wordsOf(find(selector));
    const picture = find(rule.avatar);
    return {
      name: clip(rule.name.map(text).join(" "), 120),
      email: text(rule.email),
      avatar: clip(picture?.getAttribute("src"), 2000),
    };
  });

/** Readable cookies, meta elements, and the menu that holds the sign-out control. */
const peopleByGuess = (controls, from) => {
  const found = [];
  if (cookie("full_name") && cookie("user_id") !== "Guest") {
    found.push({
      name: clip(cookie("full_name"), 120),
      email: clip(cookie("user_id"), 254),
      avatar: clip(cookie("user_image"), 2000),
    });
  }
  const meta = (name) => clip(all(`meta[name="${name}"]`, [document])[0]?.content, 254);
  const login = meta("user-login") || meta("current-user-name") || meta("current-user");
  const email = meta("current-user-email") || (login.match(EMAIL)?.[0] ?? "");
  if (login || email) found.push({ name: login, email, avatar: meta("current-user-avatar") });
  const control = controls[0];
  if (!control) return found;
  const menu = control.closest("[role=menu], menu, ul, .dropdown, .dropdown-menu, nav, header, aside");
  const opener = openerOf(control);
  const address = wordsOf(menu, 2000).match(EMAIL)?.[0] ?? "";
  const label = opener?.getAttribute("aria-label") || wordsOf(opener);
  const spoken = menu?.querySelector("[data-user-name], .user-name, .username, .user");
  found.push({
    name: clip(wordsOf(spoken) || (opener ? label : ""), 120),
    email: clip(address, 254),
    avatar: imageIn(opener) || imageIn(menu),
  });
  return found;
};

const counterOf = (rule, from) => {
  if (!rule) return null;
  const texts = all(rule.selector, from).filter(isVisible).map((element) => clip(element.textContent, 12));
  if (texts.length === 0) return null;
  if (rule.mode === "count") return String(texts.length);
  if (rule.mode === "sum") {
    return String(texts.reduce((sum, text) => sum + (Number.parseInt(text, 10) || 0), 0));
  }
  return texts[0];
};

const statusOfPage = () => {
  const [entry] = performance.getEntriesByType("navigation");
  return entry?.responseStatus ?? 0;
};

/** Kept between two looks at the same page. */
const memory = (globalThis.ninefoldMemory ??= { loginSeenAt: 0, probe: null });

const collect = (config) => {
  const from = roots();
  const passwords = all("input[type=password]:not([disabled])", from).filter(isVisible);
  const users = all(USER_FIELDS, from).filter(
    (field) => !field.disabled && field.type !== "hidden" && field.type !== "password" && isVisible(field),
  );
  const form = loginForm(passwords, users, from);
  const controls = signOutControls(from);
  const visible = controls.filter(isVisible);
  if (passwords.length > 0) memory.loginSeenAt = performance.now();
  return {
    url: location.href.slice(0, 2000),
    title: clip(document.title),
    status: statusOfPage(),
    loginFreeMs: Math.round(performance.now() - memory.loginSeenAt),
    passwordFields: passwords.length,
    newPasswordFields: passwords.filter((field) => /new-password/i.test(field.autocomplete)).length,
    usernameFields: users.length,
    usernameWithPassword: passwords.length > 0 && (form?.users ?? 0) > 0,
    formFields: form?.fields ?? 0,
    formSubmits: form?.submits ?? 0,
    loginForm: form?.box ?? null,
    loginInDialog: form?.inDialog ?? false,
    links: all("a[href]", from).length,
    navLinks: all("nav a[href], [role=navigation] a[href]", from).length,
    signOutVisible: visible.length > 0,
    signOutHidden: controls.length > visible.length,
    signOutForm: all(SIGN_OUT_FORMS, from).length > 0,
    challenge: hasChallenge(from),
    rules: {
      login: ruleHits(config.login, from),
      signedIn: ruleHits(config.signedIn, from),
      expired: ruleHits(config.expired, from),
      refused: ruleHits(config.refused, from),
    },
    people: [...peopleByRules(config.people, from), ...peopleByGuess(visible.concat(controls), from)].slice(0, 8),
    counter: counterOf(config.counter, from),
    probe: memory.probe,
    viewport: { width: innerWidth, height: innerHeight },
  };
};
