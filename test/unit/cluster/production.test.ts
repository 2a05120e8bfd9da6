import { describe, expect, it } from 'vitest';
import { productionSign } from '../../../server/src/cluster/production';

const DEFAULT = ['prod', 'production', 'prd', 'live'];
const PLACE = { context: 'kind', cluster: 'kind', namespace: 'shop', server: 'https://127.0.0.1:6443' };

describe('production', () => {
  it.each([
    'prod',
    'PROD',
    'prod-eu',
    'eks_prod_1',
    'gke_acme-prod_europe-west1_main',
    'arn:aws:eks:eu-west-1:123456789012:cluster/production',
    'prd',
    'shop.prd.eu',
    'live',
    'eu-live-2',
    'prod2',
    'shopProd',
    'admin@production',
  ])('is said by %s, as any of the names', (name) => {
    expect(productionSign(DEFAULT, { ...PLACE, context: name })).toBe(`the context "${name}"`);
    expect(productionSign(DEFAULT, { ...PLACE, cluster: name })).toBe(`the cluster "${name}"`);
    expect(productionSign(DEFAULT, { ...PLACE, namespace: name })).toBe(`the namespace "${name}"`);
    const server = `https://${name}.example.com:6443`;
    expect(productionSign(DEFAULT, { ...PLACE, server })).toBe(`the address "${server}"`);
  });

  it.each([
    ...['nonprod', 'non-prod', 'preprod-docs', 'pre-production', 'product-catalog', 'reproduction', 'staging', ''],
    ...['deliver', 'alive', 'productions', 'not_live'],
  ])('is not said by "%s"', (name) => {
    const server = `https://${name}.example.com`;
    expect(productionSign(DEFAULT, { context: name, cluster: name, namespace: name, server })).toBeUndefined();
  });

  it('is what a pattern with a star says of a whole name', () => {
    expect(productionSign(['eu-*'], { ...PLACE, context: 'EU-1' })).toBe('the context "EU-1"');
    expect(productionSign(['eu-*'], { ...PLACE, context: 'my-eu-1' })).toBeUndefined();
    expect(productionSign(['*'], { ...PLACE, cluster: undefined, server: undefined })).toBe('the context "kind"');
    expect(productionSign([], { ...PLACE, context: 'prod' })).toBeUndefined();
    expect(productionSign([' '], { ...PLACE, context: '' })).toBeUndefined();
  });

  it('is what several words say together', () => {
    expect(productionSign(['blue-eu'], { ...PLACE, context: 'x_blue.eu' })).toBe('the context "x_blue.eu"');
    expect(productionSign(['blue-eu'], { ...PLACE, context: 'eu-blue' })).toBeUndefined();
  });
});
