/**
 * The manifest by which krew installs the command line as a plugin of kubectl (krew, "Plugin manifest"). krew unpacks the npm
 * tarball, in which all files are in the folder `package`. The command line needs Node, so there is none for Windows, which
 * runs no scripts by their first line.
 * @param {{ name: string, version: string, description: string, homepage?: string, engines: { node: string } }} manifest
 * @param {string} sha256 the checksum of the tarball
 */
export function krewManifest({ name, version, description, homepage, engines }, sha256) {
  const lines = [
    'apiVersion: krew.googlecontainertools.github.com/v1alpha2',
    'kind: Plugin',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    `  version: v${version}`,
    ...(homepage ? [`  homepage: ${JSON.stringify(homepage)}`] : []),
    '  shortDescription: Find risky sidecars in manifests and pods',
    `  description: ${JSON.stringify(description)}`,
    `  caveats: ${JSON.stringify(`Node.js ${engines.node} must be on the PATH.`)}`,
    '  platforms:',
    '    - selector:',
    '        matchExpressions:',
    '          - { key: os, operator: In, values: [darwin, linux] }',
    `      uri: https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`,
    `      sha256: ${sha256}`,
    '      files:',
    "        - { from: 'package/*', to: . }",
    '      bin: dist/cli.js',
  ];
  return `${lines.join('\n')}\n`;
}
