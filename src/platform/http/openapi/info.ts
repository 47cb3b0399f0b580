// What the document says of the service as a whole.

export const INFO = {
  summary: "Trains and serves tabular models where the requests arrive",
  description:
    "Three jobs on one engine: norms, which say what consumption should have been; a registry of models; and the sessions of a web shop.\n\n" +
    "Every refusal is a problem (RFC 9457). HEAD is answered as GET, without a body. A path that is not here is 404; another method of one that is " +
    "here is 405, with those that would do in the header `Allow`. Calls with credentials take no query but the one that is described.",
  contact: { name: "The Edgefit authors" },
  license: { name: "MIT", identifier: "MIT" },
};

export const SERVERS = [{ url: "/", description: "The service that this document comes from" }];

export const SECURITY_SCHEMES = {
  token: {
    type: "http",
    scheme: "bearer",
    description:
      "The service's `API_TOKEN`. A service whose variable `PUBLIC` is true serves everybody, and needs none. What a token must be allowed for a call " +
      "is its `x-scope`: read, predict, train or admin, each with all before it.",
  },
};
