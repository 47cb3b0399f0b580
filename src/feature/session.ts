/** What was looked at: one to four names, from the widest category to the product. */
export type View = readonly string[];
