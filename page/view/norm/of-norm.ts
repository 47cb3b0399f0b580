/** What each page of a norm is given: the norm's name, and the query of the address. */
export interface OfNorm {
  norm: string;
  query: URLSearchParams;
}
