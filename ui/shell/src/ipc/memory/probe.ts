/** Answers of the in-memory host to a probed address: `timed-out.example` times out, and so on. */
import type { AddressProbe, ProbeCode, ProbeOutcome, Snapshot } from '../contract.js';

/** Every code with the host that gives it. */
export const PROBE_HOSTS: Readonly<Record<ProbeCode, string>> = {
  notAnAddress: 'not an address',
  unknownHost: 'unknown-host.example',
  refused: 'refused.example',
  timedOut: 'timed-out.example',
  certificateInvalid: 'certificate-invalid.example',
  certificateExpired: 'certificate-expired.example',
  plainHttp: 'plain-http.example',
  redirectsElsewhere: 'redirects-elsewhere.example',
  notHttp: 'not-http.example',
  notAWebPage: 'not-a-web-page.example',
  serverError: 'server-error.example',
  redirectLoop: 'redirect-loop.example',
  emptyAnswer: 'empty-answer.example',
  tooOld: 'too-old.example',
  proxySignIn: 'proxy-sign-in.example',
  unknownCrm: 'unknown-crm.example',
  alreadyAdded: 'already-added.example',
  works: 'works.example',
};

const CODES = Object.keys(PROBE_HOSTS) as ProbeCode[];
const ELSEWHERE = 'https://crm.elsewhere.example/login';

function blank(code: ProbeCode, host: string): ProbeOutcome {
  return {
    code,
    address: null,
    host,
    connector: null,
    title: null,
    redirectsTo: null,
    certificate: null,
    already: [],
  };
}

function found(code: ProbeCode, address: string, connector: string): ProbeOutcome {
  return { ...blank(code, new URL(address).host), address, connector };
}

export function probe(
  { input, connector, accept }: AddressProbe,
  snapshot: Snapshot,
): ProbeOutcome {
  const code = CODES.find((each) => PROBE_HOSTS[each] === input) ?? 'works';
  const address = `https://${input.replace(/^https?:\/\/|\/$/g, '')}/`;
  const known = connector ?? 'ninefold';
  switch (code) {
    case 'notAnAddress':
      return blank(code, '');
    case 'refused':
      return blank(code, `${input}:443`);
    case 'plainHttp': {
      const plain = `http://${input}/`;
      return accept ? found('works', plain, known) : { ...blank(code, input), address: plain };
    }
    case 'redirectsElsewhere':
      return accept
        ? found('works', new URL('/', ELSEWHERE).href, known)
        : { ...blank(code, input), redirectsTo: ELSEWHERE };
    case 'certificateInvalid':
    case 'certificateExpired':
      return {
        ...blank(code, input),
        certificate: {
          subject: 'CN=old.acme.example',
          issuer: 'CN=Example CA, O=Example',
          validFrom: '2025-03-01T00:00:00Z',
          validUntil: '2026-03-01T00:00:00Z',
          reason: code === 'certificateExpired' ? 'expired' : 'unknownIssuer',
        },
      };
    case 'alreadyAdded':
      return {
        ...found(code, address, known),
        already: snapshot.accounts
          .slice(0, 2)
          .map(({ id, label, state }) => ({ account: id, label, state })),
      };
    case 'unknownCrm':
      return found(code, address, 'generic');
    case 'works':
      return found(code, address, known);
    default:
      return blank(code, input);
  }
}
