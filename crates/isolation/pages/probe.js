'use strict';
// Looks for marks in every kind of storage, then leaves its own. See `PROBE` in the crate.
const isolation = (() => {
  const facts = document.querySelector('main').dataset;
  const me = facts.visitor;
  const mine = { headers: { 'x-visitor': me } };
  const at = (path) => new URL(facts.base + path, location.href).href;
  const later = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const reason = (error) => `${error && error.name}: ${error && error.message}`;
  class Unsupported extends Error {}
  const need = (thing, name) => { if (!thing) throw new Unsupported(`no ${name}`); return thing; };
  const within = (ms, promise, what) => Promise.race([
    promise,
    later(ms).then(() => { throw new Error(`${what} gave no answer in ${ms} ms`); }),
  ]);
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error('blocked'));
  });
  const cookie = (name) => (document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`)) || '').slice(name.length + 1);
  const storage = (name) => ({
    read: () => need(window[name], name).getItem('mark'),
    write: () => window[name].setItem('mark', me),
  });
  const database = async () => {
    const request = need(window.indexedDB, 'indexedDB').open('isolation', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('marks');
    return asked(request);
  };
  const notes = async (action) => {
    const db = await database();
    try {
      const transaction = db.transaction('marks', 'readwrite');
      return await asked(action(transaction.objectStore('marks')));
    } finally {
      db.close();
    }
  };
  const listen = (ms, start) => new Promise((done) => {
    const heard = new Set();
    start(heard);
    setTimeout(() => done([...heard]), ms);
  });
  const channel = window.BroadcastChannel && new BroadcastChannel('isolation');

  // In each kind: `read` gives the mark or marks that are there, `write` leaves the own one.
  const kinds = {
    cookie: { read: () => cookie('mark_kept'), write: () => { document.cookie = `mark_kept=${me}; path=/; max-age=86400`; } },
    session_cookie: { read: () => cookie('mark_session'), write: () => { document.cookie = `mark_session=${me}; path=/`; } },
    http_only_cookie: { read: () => facts.httpCookie, write: () => {} },
    local_storage: storage('localStorage'),
    session_storage: storage('sessionStorage'),
    indexed_db: { read: () => notes((marks) => marks.get('mark')), write: () => notes((marks) => marks.put(me, 'mark')) },
    cache_api: {
      read: async () => {
        const found = await need(window.caches, 'caches').match(at('mark'));
        return found && found.text();
      },
      write: async () => (await caches.open('isolation')).put(at('mark'), new Response(me)),
    },
    private_files: {
      read: async () => {
        const folder = await need(navigator.storage && navigator.storage.getDirectory, 'getDirectory').call(navigator.storage);
        const names = [];
        for await (const name of folder.keys()) names.push(name);
        return names;
      },
      write: async () => (await navigator.storage.getDirectory()).getFileHandle(me, { create: true }),
    },
    // Without the header the server gives nothing: what is read comes out of the browser's cache.
    http_cache: {
      read: async () => (await fetch(at('cached'), { cache: 'force-cache' })).text(),
      write: async () => (await fetch(at('cached'), { ...mine, cache: 'reload' })).text(),
    },
    // Asked with a tag of somebody's, the server says "unchanged" and the browser gives that body.
    etag: {
      read: async () => (await fetch(at('etag'), { cache: 'no-cache' })).text(),
      write: async () => (await fetch(at('etag'), { ...mine, cache: 'reload' })).text(),
    },
    // The width of a kept picture is one more than the number of the visitor who fetched it.
    picture: {
      read: async () => {
        const image = new Image();
        image.src = at('picture.png');
        await within(3000, image.decode(), 'the picture');
        return (await fetch(at(`who?number=${image.naturalWidth - 1}`))).text();
      },
      write: async () => (await fetch(at('picture.png'), { ...mine, cache: 'reload' })).blob(),
    },
    service_worker: {
      read: async () => {
        const workers = need(navigator.serviceWorker, 'serviceWorker');
        const known = await within(3000, workers.getRegistration(at('')), 'getRegistration');
        const worker = known && (known.active || known.waiting || known.installing);
        return worker ? new URL(worker.scriptURL).searchParams.get('visitor') : '';
      },
      write: () => within(3000, navigator.serviceWorker.register(at(`worker.js?visitor=${encodeURIComponent(me)}`)), 'register'),
    },
    http_auth: {
      read: async () => (await (await fetch(at('auth/peek'), { credentials: 'include', cache: 'no-store' })).json()).mark,
      write: () => new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.open('GET', at('auth/ask'), true, me, 'password');
        request.setRequestHeader('x-visitor', me);
        request.onload = () => (request.status === 204 ? done() : failed(new Error(`status ${request.status}`)));
        request.onerror = () => failed(new Error('no answer'));
        request.send();
      }),
    },
    // These three see each other only while both pages are open.
    broadcast_channel: {
      read: () => listen(500, (heard) => {
        need(channel, 'BroadcastChannel').addEventListener('message', ({ data }) => { if (data.mark) heard.add(data.mark); });
        channel.postMessage({ ask: true });
      }),
      write: () => {},
    },
    shared_worker: {
      read: () => {
        const worker = new (need(window.SharedWorker, 'SharedWorker'))(at('shared.js'));
        window.sharedWorker = worker;
        return within(3000, new Promise((done, failed) => {
          worker.onerror = () => failed(new Error('worker failed'));
          worker.port.onmessage = ({ data }) => done(data);
          worker.port.postMessage(me);
        }), 'the worker');
      },
      write: () => {},
    },
    web_lock: {
      read: async () => (await need(navigator.locks, 'locks').query()).held.map((lock) => lock.name),
      write: () => {},
    },
    window_name: { read: () => window.name, write: () => { window.name = me; } },
  };

  const look = async ([kind, { read }]) => {
    try {
      const marks = [await read()].flat().filter(Boolean);
      return { kind, state: 'looked', saw: [...new Set(marks)] };
    } catch (error) {
      return { kind, state: error instanceof Unsupported ? 'unsupported' : 'failed', saw: [], note: reason(error) };
    }
  };
  const leave = async (finding) => {
    if (finding.state === 'unsupported') return finding;
    try {
      await kinds[finding.kind].write();
      return finding;
    } catch (error) {
      return { ...finding, state: 'failed', note: `cannot leave a mark: ${reason(error)}` };
    }
  };
  // Another page of the same visitor, so that even at the first visit there is something to see in
  // the kinds which only open pages share.
  const companion = () => within(5000, new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.src = at(`companion?visitor=${encodeURIComponent(me)}`);
    addEventListener('message', ({ data }) => { if (data === 'companion') done(); });
    document.body.append(frame);
  }), 'the companion').catch(() => {});

  const run = async () => {
    await companion();
    const looked = [];
    for (const kind of Object.entries(kinds)) looked.push(await look(kind));
    const findings = [];
    for (const finding of looked) findings.push(await leave(finding));
    return findings;
  };
  // A page may add kinds of its own before it runs.
  return { visitor: me, kinds, need, within, run };
})();
