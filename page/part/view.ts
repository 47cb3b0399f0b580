/** What a view is given: the rest of the path behind its name, and the query of the address. */
export interface View {
  path: string[];
  query: URLSearchParams;
}
