// @ts-check
/** The bill of materials (SBOM) of what ships: CycloneDX, from the lock file and what the bundles were made of. */
import { nameOf } from './notices.mjs';

/**
 * What of a package is used.
 * @typedef {{ version?: string, license?: string, integrity?: string }} Locked
 */

/** Where a package's `package.json` names none: what its LICENSE file is. */
const BY_FILE = new Map([['jstat', 'MIT']]);

/** One licence by its SPDX id, or an expression of several. */
const licences = (/** @type {string} */ licence) => [
  /[ ()]/.test(licence) ? { expression: licence } : { license: { id: licence } },
];

/** `sha512-BASE64` as hexadecimal digits. */
const sha512 = (/** @type {string} */ integrity) =>
  Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');

/**
 * The bill of materials of an application `about`. It holds no time and no random id: the same commit gives the same bytes.
 * Throws when a package is not in the lock file or names no licence there.
 */
export function billOfMaterials(
  /** @type {{ name: string, version: string, license: string }} */ about,
  /** @type {{ packages: Record<string, Locked> }} */ lock,
  /** @type {readonly string[]} */ packages,
) {
  const purlOf = (/** @type {string} */ name, /** @type {string} */ version) =>
    `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const components = packages.map((path) => {
    const name = nameOf(path);
    const { version, license = BY_FILE.get(name), integrity } = lock.packages[path] ?? {};
    if (version === undefined || integrity === undefined) throw new Error(`${path} is not in the lock file.`);
    if (license === undefined) throw new Error(`${path} names no licence in the lock file.`);
    const purl = purlOf(name, version);
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      purl,
      licenses: licences(license),
      hashes: [{ alg: 'SHA-512', content: sha512(integrity) }],
    };
  });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purlOf(about.name, about.version),
        name: about.name,
        version: about.version,
        licenses: licences(about.license),
      },
    },
    components,
  };
}
