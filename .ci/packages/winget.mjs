// Compares the three files of a winget manifest with what winget's schemas 1.10.0 say of the fields that they have
// (github.com/microsoft/winget-cli, schemas/JSON/manifests): what must be there, forms, lengths, words.
import { readFileSync } from 'node:fs';
import { JSON_SCHEMA, load } from 'js-yaml';

const folder = process.argv[2];
const fail = (file, why) => {
  throw new Error(`${file}: ${why}`);
};
const text = (least, most) => (value) =>
  typeof value === 'string' && value.length >= least && value.length <= most;
const form = (pattern, most = 2048) => (value) => text(1, most)(value) && pattern.test(value);
const word = (...words) => (value) => words.includes(value);
const list = (item, most) => (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= most && new Set(value).size === value.length && value.every(item);
const record = (fields, required) => (value, where) => {
  for (const [name, content] of Object.entries(value)) {
    if (!(name in fields)) fail(where, `unknown field ${name}`);
    if (!fields[name](content, `${where}: ${name}`)) fail(where, `${name} cannot be ${JSON.stringify(content)}`);
  }
  for (const name of required) if (!(name in value)) fail(where, `${name} is missing`);
  return true;
};
const records = (fields, required, most) => (value, where) =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every((one) => record(fields, required)(one, where));

const url = form(/^https:\/\/.+$/);
const locale = form(/^([a-zA-Z]{2,3}|[iI]-[a-zA-Z]+|[xX]-[a-zA-Z]{1,8})(-[a-zA-Z]{1,8})*$/, 20);
const common = {
  PackageIdentifier: form(/^[^.\s\\/:*?"<>|\x01-\x1f]{1,32}(\.[^.\s\\/:*?"<>|\x01-\x1f]{1,32}){1,7}$/, 128),
  PackageVersion: form(/^[^\\/:*?"<>|\x01-\x1f]+$/, 128),
  ManifestVersion: word('1.10.0'),
};
const always = Object.keys(common);
const files = {
  '': record({ ...common, DefaultLocale: locale, ManifestType: word('version') }, [...always, 'DefaultLocale', 'ManifestType']),
  '.installer': record(
    {
      ...common,
      InstallerType: word('zip'),
      NestedInstallerType: word('portable'),
      NestedInstallerFiles: records({ RelativeFilePath: text(1, 512), PortableCommandAlias: text(1, 40) }, ['RelativeFilePath'], 1024),
      ArchiveBinariesDependOnPath: word(true),
      Commands: list(text(1, 40), 16),
      UpgradeBehavior: word('install', 'uninstallPrevious', 'deny'),
      Installers: records(
        {
          Architecture: word('x86', 'x64', 'arm', 'arm64', 'neutral'),
          InstallerUrl: url,
          InstallerSha256: form(/^[A-Fa-f0-9]{64}$/),
        },
        ['Architecture', 'InstallerUrl', 'InstallerSha256'],
        1024,
      ),
      ManifestType: word('installer'),
    },
    [...always, 'Installers', 'ManifestType', 'InstallerType', 'NestedInstallerType', 'NestedInstallerFiles'],
  ),
  '.locale.en-US': record(
    {
      ...common,
      PackageLocale: locale,
      Publisher: text(2, 256),
      PublisherUrl: url,
      PublisherSupportUrl: url,
      PackageName: text(2, 256),
      PackageUrl: url,
      License: text(3, 512),
      LicenseUrl: url,
      ShortDescription: text(3, 256),
      Moniker: text(1, 40),
      Tags: list(text(1, 40), 16),
      ReleaseNotesUrl: url,
      ManifestType: word('defaultLocale'),
    },
    [...always, 'PackageLocale', 'Publisher', 'PackageName', 'License', 'ShortDescription', 'ManifestType'],
  ),
};
const said = new Set();
for (const [part, check] of Object.entries(files)) {
  const file = `${folder}/ProxmoxMcp.ProxmoxMcp${part}.yaml`;
  const manifest = load(readFileSync(file, 'utf8'), { schema: JSON_SCHEMA });
  check(manifest, file);
  said.add(`${manifest.PackageIdentifier} ${manifest.PackageVersion}`);
}
if (said.size !== 1) fail(folder, `the files are of different packages: ${[...said].join(', ')}`);
