import { describe, expect, it } from 'vitest';
import {
  type ApiService,
  addressOf,
  localPortFor,
  podPorts,
  selects,
  toPortPair,
  toService,
} from '../../../server/src/cluster/ports.ts';

function service(spec: object): ApiService {
  const made = toService({ metadata: { name: 'web' }, spec });
  if (!made) throw new Error('It is no Service.');
  return made;
}

describe('a port to forward', () => {
  it.each([
    ['8080:80', { local: 8080, remote: 80 }],
    [' 5432 ', { local: 5432, remote: 5432 }],
    ['0:80', undefined],
    ['8080:65536', undefined],
    [':80', undefined],
    ['80:http', undefined],
    ['8080:80 --address=0.0.0.0', undefined],
  ])('is typed as %s', (text, pair) => expect(toPortPair(text)).toEqual(pair));

  it('of the system gets a local port that needs no privileges', () =>
    expect([80, 443, 1024, 8080].map(localPortFor)).toEqual([8080, 8443, 1024, 8080]));

  it.each([
    [{ local: 8080, remote: 80 }, 'http://localhost:8080'],
    [{ local: 8443, remote: 443 }, 'https://localhost:8443'],
    [{ local: 9000, remote: 9000, name: 'https-admin' }, 'https://localhost:9000'],
    [{ local: 8443, remote: 8443, name: 'httpsomething' }, 'http://localhost:8443'],
  ])('is opened in a browser by its number and name', (pair, address) => expect(addressOf(pair)).toBe(address));

  it('is declared by a container, sidecars included, over TCP', () => {
    const containers = [
      {
        name: 'web',
        ports: [
          { containerPort: 80, name: 'http' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
      { name: 'bare' },
    ];
    const initContainers = [{ name: 'proxy', ports: [{ containerPort: 15001, protocol: 'TCP' }] }];
    expect(podPorts({ containers, initContainers })).toEqual([
      { number: 80, name: 'http', whose: 'container web' },
      { number: 15001, name: undefined, whose: 'container proxy' },
    ]);
  });
});

describe('a Service', () => {
  it('has the ports that kubectl can forward, and says where they lead', () => {
    const ports = [{ port: 80, name: 'http', targetPort: 'web' }, { port: 443 }, { port: 53, protocol: 'UDP' }];
    expect(service({ ports }).ports).toEqual([
      { number: 80, name: 'http', whose: 'port web of the pod' },
      { number: 443, name: undefined, whose: 'port 443 of the pod' },
    ]);
  });

  it('selects pods that have all labels of its selector, and none without a selector', () => {
    const labels = { app: 'web', tier: 'front' };
    expect(selects(service({ selector: { app: 'web' } }), labels)).toBe(true);
    expect(selects(service({ selector: { app: 'web', tier: 'back' } }), labels)).toBe(false);
    expect(selects(service({ selector: { constructor: 'web' } }), labels)).toBe(false);
    expect(selects(service({}), labels)).toBe(false);
  });
});
