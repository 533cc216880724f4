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
  notAWebPage: 'not-a-web-page.example',
  tooOld: 'too-old.example',
  proxySignIn: 'proxy-sign-in.example',
  unknownCrm: 'unknown-crm.example',
  alreadyAdded: 'already-added.example',
  works: 'works.example',
  failed: 'failed.example',
};

const CODES = Object.keys(PROBE_HOSTS) as ProbeCode[];

export function probe(request: AddressProbe, snapshot: Snapshot): ProbeOutcome {
  const found = CODES.find((code) => PROBE_HOSTS[code] === request.input) ?? 'works';
  const code =
    request.accept && (found === 'plainHttp' || found === 'redirectsElsewhere') ? 'works' : found;
  const certificate =
    code === 'certificateInvalid' || code === 'certificateExpired'
      ? {
          subject: 'CN=old.acme.example',
          issuer: 'CN=Example CA, O=Example',
          validFrom: '2025-03-01T00:00:00Z',
          validUntil: '2026-03-01T00:00:00Z',
          reason: code === 'certificateExpired' ? 'expired' : 'unknownIssuer',
        }
      : null;
  return {
    code,
    address: code === 'notAnAddress' ? null : `https://${request.input}/`,
    host: request.input,
    connector: request.connector,
    title: null,
    redirectsTo: code === 'redirectsElsewhere' ? 'https://crm.elsewhere.example/login' : null,
    certificate,
    already:
      code === 'alreadyAdded'
        ? snapshot.accounts
            .slice(0, 2)
            .map(({ id, label, state }) => ({ account: id, label, state }))
        : [],
  };
}
