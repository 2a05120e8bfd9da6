/**
 * The bill of materials in CycloneDX 1.6: the packages whose code is in the bundles.
 * @param time of the commit
 */
export function sbomOf({ name, version, description, license }, packages, time) {
  const root = purlOf(name, version);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: time.toISOString(),
      component: {
        type: 'application',
        'bom-ref': root,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        purl: root,
      },
    },
    components: packages.map((one) => ({
      type: 'library',
      'bom-ref': purlOf(one.name, one.version),
      name: one.name,
      version: one.version,
      licenses: [{ license: { id: one.license } }],
      purl: purlOf(one.name, one.version),
    })),
    dependencies: [{ ref: root, dependsOn: packages.map((one) => purlOf(one.name, one.version)) }],
  };
}

/** The URL of a package; the `@` of a scope is escaped. */
function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
