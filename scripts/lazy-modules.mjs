import { isBuiltin } from 'node:module';

/** Packages that most runs do not need: of maps, policies, shell commands, configurations and fixes. They are a third of the code. */
const PACKAGES = ['@dagrejs/dagre', 're2js', 'unbash', 'yaml'];
/** Modules of Node that only registries and programs need. */
const BUILT_IN = ['node:child_process', 'node:http', 'node:https', 'node:tls'];

/** The entry points of a build that makes a file of each of the packages. */
export const lazyPackages = Object.fromEntries(PACKAGES.map((name) => [fileOf(name), name]));

/**
 * Lets a bundle load these modules when it first uses one of their exports. The code that imports them stays as it is: an
 * export is looked up where it is used.
 * @param folder where the files of the packages are, from the bundle
 */
export function loadsLazily(folder) {
  return {
    name: 'lazy-modules',
    setup(build) {
      const filter = new RegExp(`^(?:${[...PACKAGES, ...BUILT_IN].join('|')})$`);
      build.onResolve({ filter }, ({ path, namespace }) =>
        namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
      );
      build.onResolve({ filter: /^\./, namespace: 'lazy' }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter, namespace: 'lazy' }, async ({ path }) => {
        const file = isBuiltin(path) ? path : `${folder}/${fileOf(path)}.js`;
        const names = Object.keys(await import(path));
        return {
          contents: `
            let loaded;
            const load = () => loaded ??= require(${JSON.stringify(file)});
            for (const name of ${JSON.stringify(names)})
              Object.defineProperty(exports, name, { get: () => load()[name], enumerable: true });`,
        };
      });
    },
  };
}

function fileOf(name) {
  return name.slice(name.indexOf('/') + 1);
}
