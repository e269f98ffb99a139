/**
 * PGlite loads Node's own modules by `import()`, which code inside Jest may not do without an experimental flag of Node. The same
 * modules by `require` behave alike.
 */
module.exports = {
  process: (code) => ({
    code: `const requireBuiltin = require;${code.replaceAll(/\bimport\(("[a-z:/_]+")\)/g, 'Promise.resolve(requireBuiltin($1))')}`,
  }),
};
