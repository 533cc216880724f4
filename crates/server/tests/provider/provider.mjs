// A provider of OpenID Connect to test against. It takes a port of loopback and tells its issuer in a line of JSON, then
// waits for a line that says which clients and people it has, and tells in another that it's ready. It ends with its
// standard input.
//
// People: { sub: { email, email_verified, name, amr, acr } }. A browser signs in as the one that it names at the page
// of an interaction: /interaction/…?as=sub, or refuses with ?as=. Without either it is shown links to both.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
// Its notices are none of the lines that a test reads.
console.info = console.error;
const tell = (what) => console.log(JSON.stringify(what));

function key(kind, options, kid) {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

const keys = [
  key('rsa', { modulusLength: 2048 }, 'rsa'),
  key('ec', { namedCurve: 'P-256' }, 'ec'),
  key('ed25519', {}, 'ed'),
];

function provider({ clients, people, claimsInIdToken }) {
  return new Provider(issuer, {
    clients,
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
    claims: {
      openid: ['sub', 'acr', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      auth_time: null,
      iss: null,
      sid: null,
    },
    acrValues: ['phishing-resistant'],
    conformIdTokenClaims: !claimsInIdToken,
    cookies: { keys: ['only for tests'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = form;
        },
      },
    },
    // Its own refuses loopback, where tests are.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) =>
      people[sub] && { accountId: sub, claims: () => ({ ...people[sub], sub }) },
    // Nobody is asked for consent.
    async loadExistingGrant({ oidc }) {
      const { clientId } = oidc.client;
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

function choices(people, response) {
  const links = Object.keys(people).map((sub) => `<li><a href="?as=${sub}">${sub}</a></li>`);
  const page = `<!doctype html><html lang="en"><title>Who are you?</title><h1>Who are you?</h1>
    <ul>${links.join('')}<li><a href="?as=">Nobody</a></li></ul>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

async function interact(op, people, request, response) {
  const as = new URL(request.url, issuer).searchParams.get('as');
  if (as === null) return choices(people, response);
  const { amr, acr } = people[as] ?? {};
  const result = as
    ? { login: { accountId: as, amr, acr } }
    : { error: 'access_denied', error_description: 'refused' };
  await op.interactionFinished(request, response, result);
}

tell({ issuer });
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  const op = provider(told);
  const others = op.callback();
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return others(request, response);
    interact(op, told.people, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  tell({ ready: true });
}
server.close();
server.closeAllConnections();
