// Parses PowerShell scripts, and says where they do not.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/package.json').replace('package.json', '');
parser.setLanguage(await Language.load(grammar + 'tree-sitter-powershell.wasm'));

function parses(text) {
  const wrong = [];
  const walk = (node) => {
    if (node.isError || node.isMissing) wrong.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
    node.children.forEach(walk);
  };
  walk(parser.parse(text).rootNode);
  return wrong;
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const wrong = parses(text);
  if (wrong.length > 0) throw new Error(`${file}: ${wrong.join('; ')}`);
  if (parses(text.replace('foreach (', 'foreach ((')).length === 0) throw new Error('the parser takes everything');
}
