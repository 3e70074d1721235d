// No engine: what the browser itself takes.
export async function open() {
  return { search: () => [] };
}
