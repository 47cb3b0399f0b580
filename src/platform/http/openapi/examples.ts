// Examples of the document: what a service was sent, and what it answered.

export interface CallExamples {
  /** A body of JSON. */
  request?: unknown;
  /** Bodies of JSON, by status. */
  answers: Record<string, unknown>;
}

export interface Examples {
  /** By operationId. */
  calls: Record<string, CallExamples>;
  /** Problems, by status. */
  refusals: Record<string, unknown>;
}
