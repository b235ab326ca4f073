import { License } from "@cyclonedx/cyclonedx-library/Contrib";
import { ComponentType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import {
  Bom,
  Component,
  ComponentRepository,
  HashDictionary,
  LicenseRepository,
  Metadata,
} from "@cyclonedx/cyclonedx-library/Models";
import { JSON as Json, JsonSerializer } from "@cyclonedx/cyclonedx-library/Serialize";
import { Spec1dot6 } from "@cyclonedx/cyclonedx-library/Spec";
import { PackageURL } from "packageurl-js";
import parseExpression from "spdx-expression-parse";
import type { Deliverable } from "./deliverables.ts";
import { readPackage } from "./packages.ts";

const TYPES = { application: ComponentType.Application, library: ComponentType.Library };
const licences = new License.Factories.LicenseFactory(parseExpression);

/**
 * A deliverable's SBOM, as JSON of CycloneDX 1.6. The same commit gives the same bytes: it has no serial number and no
 * timestamp, which CycloneDX allows, and its lists are sorted.
 */
export function createSbom({ manifest, type, bundled, installed, dependencies, modules }: Deliverable): string {
  const component = new Component(TYPES[type], manifest.name, {
    bomRef: purlOf(manifest),
    version: manifest.version,
    licenses: licencesOf(manifest.license),
    components: new ComponentRepository(modules.map(({ name, sha256 }) => fileComponent(name, sha256))),
  });
  const folders = [...bundled, ...installed];
  const components = new Map([
    ["", component],
    ...folders.map((folder) => [folder, packageComponent(folder)] as const),
  ]);
  for (const [from, to] of dependencies) {
    const dependency = components.get(to)?.bomRef;
    if (dependency !== undefined) components.get(from)?.dependencies.add(dependency);
  }
  components.delete("");
  const bom = new Bom({
    metadata: new Metadata({ component }),
    components: new ComponentRepository(components.values()),
  });
  const serializer = new JsonSerializer(new Json.Normalize.Factory(Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function packageComponent(folder: string): Component {
  const { name, version, license, sha512 } = readPackage(folder);
  const purl = purlOf({ name, version });
  const [group, rest] = splitName(name);
  return new Component(ComponentType.Library, rest, {
    bomRef: purl,
    purl,
    version,
    ...(group !== undefined && { group }),
    licenses: licencesOf(license),
    hashes: new HashDictionary([[HashAlgorithm["SHA-512"], sha512]]),
  });
}

const fileComponent = (name: string, sha256: string): Component =>
  new Component(ComponentType.File, name, {
    bomRef: `file:${name}`,
    hashes: new HashDictionary([[HashAlgorithm["SHA-256"], sha256]]),
  });

const licencesOf = (license: string | undefined): LicenseRepository =>
  new LicenseRepository(license === undefined ? [] : [licences.makeFromString(license)]);

function purlOf({ name, version }: { readonly name: string; readonly version: string }): string {
  const [group, rest] = splitName(name);
  return new PackageURL("npm", group, rest, version).toString();
}

/** The scope of a package's name, if it has one, and the rest. */
function splitName(name: string): readonly [group: string | undefined, rest: string] {
  const [group, rest] = name.split("/");
  return rest === undefined ? [undefined, name] : [group, rest];
}
