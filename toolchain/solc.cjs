#!/usr/bin/env node
/*
 * solc as a program, over npm's `solc` (the official compiler built to WebAssembly).
 *
 * py-solc-x, Brownie and forge all start a native `solc` and read its stdout. Where the native download is out of
 * reach, toolchain/prepare.py installs this under the name they look for. It speaks the part of the native command
 * line that those tools use, and says so when asked for more:
 *
 *   --version | --standard-json [FILE|-] [--base-path DIR] [--include-path DIR]... [--allow-paths DIR,...]
 *
 * It does not offer the old output options (--bin, --abi, --combined-json): standard JSON covers them.
 */
'use strict';

const fs = require('fs');
const path = require('path');

/** Writes all of `text`: process.exit, or a full pipe, would cut an asynchronous write at 64 KB. */
function write(fd, text) {
  const bytes = Buffer.from(text, 'utf8');
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += fs.writeSync(fd, bytes, offset);
    } catch (error) {
      if (error.code === 'EPIPE') process.exit(1);
      if (error.code !== 'EAGAIN') throw error; // the reader is slow: try again
    }
  }
}

function fail(message) {
  write(2, `Error: ${message}\n`);
  process.exit(1);
}

/** Reads a file, or all of stdin; a pipe that is not ready yet is asked again. */
function read(file) {
  if (file !== undefined) return fs.readFileSync(file, 'utf8');
  const chunks = [];
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    try {
      const length = fs.readSync(0, chunk, 0, chunk.length, null);
      if (length === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (error) {
      if (error.code === 'EOF') return Buffer.concat(chunks).toString('utf8');
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** The words of the command line, as an object; an option that we do not know is refused as native solc refuses it. */
function parse(words) {
  const options = { version: false, standardJson: false, basePath: '', includePaths: [], allowPaths: [], files: [] };
  const queue = words.flatMap((word) => (/^--[^=]+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]));
  const value = (option) => (queue.length ? queue.shift() : fail(`the required argument for option '${option}' is missing`));
  while (queue.length) {
    const word = queue.shift();
    if (word === '--version') options.version = true;
    else if (word === '--standard-json') options.standardJson = true;
    else if (word === '--base-path') options.basePath = value(word);
    else if (word === '--include-path') options.includePaths.push(value(word));
    else if (word === '--allow-paths') options.allowPaths.push(...value(word).split(',').filter(Boolean));
    else if (word === '-' || !word.startsWith('-')) options.files.push(word);
    else fail(`unrecognised option '${word}'`);
  }
  return options;
}

/** The real path, symbolic links followed, or null where nothing is. */
function real(name) {
  try {
    return fs.realpathSync(name);
  } catch {
    return null;
  }
}

/** The compiler's import callback: base path, then include paths, each only below an allowed folder. */
function reader(options) {
  const roots = [options.basePath || process.cwd(), ...options.includePaths].map((root) => path.resolve(root));
  const allowed = [...roots, ...options.allowPaths.map((allowedPath) => path.resolve(roots[0], allowedPath))].map(real).filter(Boolean);
  const isAllowed = (file) => allowed.some((folder) => file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep));
  return (unit) => {
    const name = unit.replace(/^file:\/\//, '');
    const candidates = path.isAbsolute(name) ? [name] : roots.map((root) => path.join(root, name));
    for (const candidate of candidates) {
      const file = real(candidate);
      if (!file || !fs.statSync(file).isFile()) continue;
      if (!isAllowed(file)) return { error: 'File outside of allowed directories.' };
      return { contents: fs.readFileSync(file, 'utf8') };
    }
    return { error: `File not found. Searched the following locations: ${roots.map((root) => JSON.stringify(root)).join(', ')}.` };
  };
}

/**
 * Builtins (msg, require, ...) carry negative ids in native solc's AST; the 32-bit build prints the same bits unsigned
 * (4294967269 for -27), and some readers stumble. Only the two keys that can hold such an id are touched; inside a JSON
 * string their quotes would be escaped, so no source text can match.
 */
function signed(output) {
  const negative = (digits) => (Number(digits) >= 2 ** 31 ? String(Number(digits) - 2 ** 32) : digits);
  return output
    .replace(/("referencedDeclaration":\s*)(\d{10})\b/g, (_, key, digits) => key + negative(digits))
    .replace(/("overloadedDeclarations":\s*)\[([^\]]*)\]/g, (_, key, ids) => `${key}[${ids.replace(/\b\d{10}\b/g, negative)}]`);
}

const options = parse(process.argv.slice(2));
const solc = require('solc');

if (options.version) {
  // As native solc prints it: the tools read the version and commit, slither also the two words after them.
  const version = solc.version().replace(/\.Emscripten\.clang$/, '.Linux.g++');
  write(1, `solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
} else if (options.standardJson) {
  const files = options.files.filter((file) => file !== '-');
  if (files.length > 1) fail('Too many input files for --standard-json.');
  write(1, signed(solc.compile(read(files[0]), { import: reader(options) })) + '\n');
} else {
  fail('only --version and --standard-json are offered here (this is npm solc behind an executable, see toolchain/solc.cjs)');
}
