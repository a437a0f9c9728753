// Replaces parts of packages that sinchctl never runs: see build.js. Calling it is a bug.
export default function unused() {
  throw new Error('this part of a package is left out of the bundle');
}

// conf checks whether its file differs from its defaults. There are no defaults, so it must never find a difference to
// write.
unused.deepEqual = () => undefined;

export class CacheError extends Error {}

export { unused as Ajv2020, unused as Separator, unused as writeFileSync };
