'use strict';
// Shared by all pages of the fake CRM: reports to the server's log.
const base = document.documentElement.dataset.base;
const say = (topic, value = null) => {
  const body = JSON.stringify({ page: location.pathname, topic, value });
  // What outlives its page may only be small.
  return fetch(`${base}__say`, { method: 'POST', keepalive: body.length < 8192, body }).catch(() => {});
};
// For a page that is being left: only a beacon still goes out.
const sayLeaving = (topic, value = null) =>
  navigator.sendBeacon(`${base}__say`, JSON.stringify({ page: location.pathname, topic, value }));
const reason = (error) => `${error && error.name}: ${error && error.message}`;
// Runs something that may throw or reject, and says how it ended.
const attempt = async (topic, name, action) => {
  try {
    const result = await action();
    say(topic, { name, result: result === undefined ? null : result });
    return result;
  } catch (error) {
    say(topic, { name, error: reason(error) });
    return undefined;
  }
};
const later = (ms, value) => new Promise((done) => setTimeout(done, ms, value));
// A button with data-key is pressed by that letter too, which counts as a person's act.
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input, textarea')) return;
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (control) {
    event.preventDefault();
    control.click();
  }
});
// "go:/path" typed into a field leads there on Enter: by keyboard every page can be reached.
addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('input') || !event.target.value.startsWith('go:')) return;
  event.preventDefault();
  location.href = event.target.value.slice(3);
}, true);
// ?auto=a,b presses the buttons with these ids as soon as the page is there.
addEventListener('load', () => {
  say('loaded', { title: document.title, referrer: document.referrer });
  for (const id of (new URLSearchParams(location.search).get('auto') || '').split(',')) {
    if (id) document.getElementById(id)?.click();
  }
});
const logKeys = (target = window) => {
  for (const kind of ['keydown', 'keyup', 'keypress']) {
    target.addEventListener(kind, (event) => say('key', {
      kind, key: event.key, code: event.code, ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey,
      meta: event.metaKey, altGraph: event.getModifierState('AltGraph'), location: event.location,
      repeat: event.repeat, target: event.target.id || event.target.nodeName,
    }), true);
  }
};
