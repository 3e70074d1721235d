/** The same for building and for searching. */
export const OPTIONS = {
  fields: ["title", "authors", "subjects", "publisher", "summary"],
  storeFields: ["title", "authors"],
  searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 },
};
