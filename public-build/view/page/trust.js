// Trusted Types: the one policy of this page. It lets through the addresses of its own workers and
// the parsing of a book's files, nothing else; where it may not be made, neither is done.
let policy;
try {
  policy = globalThis.trustedTypes?.createPolicy('bibliobus', {
    createScriptURL: (url) => {
      if (new URL(url, location.href).origin !== location.origin) throw new TypeError('not of this host');
      return url;
    },
    createHTML: (text) => text,
  });
} catch { policy = undefined; }

/** The address of a script of ours, as the browser wants it. */
export const trusted = (url) => (policy ? policy.createScriptURL(url) : url);

/** The browser's parser, which runs nothing of what it reads. `foliate-js` asks for it by this name. */
const Parser = globalThis.DOMParser;
export class TrustedParser {
  parseFromString(text, type) { return new Parser().parseFromString(policy ? policy.createHTML(text) : text, type); }
}
