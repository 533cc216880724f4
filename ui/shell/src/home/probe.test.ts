import { describe, expect, test } from 'vitest';
import type { ProbeOutcome } from '../ipc/contract.js';
import type { CommandName, Host, RequestOf } from '../ipc/host.js';
import { AddressSearch } from './probe.svelte.js';

function outcome(code: ProbeOutcome['code']): ProbeOutcome {
  return {
    code,
    address: 'https://acme.example/',
    host: 'acme.example',
    connector: 'ninefold',
    title: null,
    redirectsTo: null,
    certificate: null,
    already: [],
  };
}

/** A host that answers probes as told, and keeps what was asked. */
function answering(...answers: (ProbeOutcome | Promise<ProbeOutcome>)[]): {
  host: Host;
  asked: [CommandName, unknown][];
} {
  const asked: [CommandName, unknown][] = [];
  const call = async (name: CommandName, request: RequestOf<CommandName>): Promise<unknown> => {
    asked.push([name, request]);
    if (name !== 'address_probe') return {};
    const answer = answers.shift();
    if (!answer) return Promise.reject(new Error('no answer left'));
    return answer;
  };
  return {
    host: { call: call as Host['call'], onEvent: () => Promise.resolve(() => undefined) },
    asked,
  };
}

describe('looking at an address', () => {
  test('opens one that works, in this window', async () => {
    const { host, asked } = answering(outcome('works'));
    const search = new AddressSearch(host);
    search.input = ' acme ';
    await search.probe();
    expect(asked).toEqual([
      ['address_probe', { input: 'acme', connector: null, accept: false }],
      [
        'account_add',
        { address: 'https://acme.example/', connector: 'ninefold', label: null, place: 'tab' },
      ],
    ]);
    expect(search.busy).toBe(false);
  });

  test('Enter once more opens a CRM that is not known, unless something else was typed', async () => {
    const { host, asked } = answering(outcome('unknownCrm'), outcome('unknownCrm'));
    const search = new AddressSearch(host);
    search.input = 'acme';
    await search.submit();
    search.input = 'acme.example';
    search.edit();
    await search.submit();
    expect(asked.map(([name]) => name)).toEqual(['address_probe', 'address_probe']);
    await search.submit();
    expect(asked.map(([name]) => name).at(-1)).toBe('account_add');
  });

  test('Enter once more asks again where the person has to decide', async () => {
    const { host, asked } = answering(outcome('plainHttp'), outcome('plainHttp'));
    const search = new AddressSearch(host);
    search.input = 'acme';
    await search.submit();
    await search.submit();
    expect(asked).toEqual(
      Array(2).fill(['address_probe', { input: 'acme', connector: null, accept: false }]),
    );
  });

  test('adds nothing before the person has agreed', async () => {
    const { host, asked } = answering(outcome('plainHttp'), outcome('works'));
    const search = new AddressSearch(host);
    search.input = 'acme';
    await search.probe();
    expect(asked.map(([name]) => name)).toEqual(['address_probe']);
    await search.probe(true);
    expect(asked[1]).toEqual(['address_probe', { input: 'acme', connector: null, accept: true }]);
    expect(asked[2]?.[0]).toBe('account_add');
  });

  test('drops an answer that comes after the person typed on', async () => {
    let answer: (value: ProbeOutcome) => void = () => undefined;
    const late = new Promise<ProbeOutcome>((resolve) => (answer = resolve));
    const { host, asked } = answering(late);
    const search = new AddressSearch(host);
    search.input = 'acme';
    const probing = search.probe();
    search.edit();
    answer(outcome('works'));
    await probing;
    expect(search.outcome).toBeNull();
    expect(asked.map(([name]) => name)).toEqual(['address_probe']);
  });

  test('keeps the code of a failure', async () => {
    const { host } = answering();
    const search = new AddressSearch(host);
    search.input = 'acme';
    await search.probe();
    expect(search.error).toBe('internal');
    expect(search.busy).toBe(false);
  });

  test('asks nothing for an empty field, and says that it is missing until it is typed', async () => {
    const { host, asked } = answering();
    const search = new AddressSearch(host);
    search.input = ' ';
    await search.probe();
    expect(asked).toEqual([]);
    expect(search.missing).toBe(true);
    search.edit();
    expect(search.missing).toBe(false);
  });
});
