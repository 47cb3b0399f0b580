// A body that each call would take, by operation.
const x = { a: [1, 2, 3, 4, 5, 6], b: [2, 1, 4, 3, 6, 5] };
const y = [1, 2, 3, 4, 5, 6];
const t = y.map((day) => `2026-01-0${day}`);
const visit = {
  session_id: "s1",
  start: "2026-01-01 10:00:00",
  end: "2026-01-01 10:10:00",
  views: ["A/B/C/D", "A/B/C/E"],
  gender: "female",
  visitor: "v1",
};
const training = { problem: "regression", name: "Ridge", h_tune: false, params: { lambda: 1 }, X: x, y };
const classes = {
  ...training,
  problem: "classification",
  name: "SVM",
  params: {},
  y: ["p", "q", "p", "q", "p", "q"],
  groups: [1, 1, 2, 2, 3, 3],
};
const rows = { x, y };
const timed = { t, x, y, batch: "two", continues: false, sample_weight: y };

export const samples: Record<string, unknown[]> = {
  describeTable: [[{ a: 1, y: 2 }], { columns: ["a", "y"], data: [[1, 2]] }],
  trainDefault: [rows],
  trainNorm: [rows, timed],
  predictDefault: [{ x }],
  predictNorm: [{ x }, { x, version: 1, level: 0.9, continues: false }],
  countSavings: [rows, { ...rows, level: 0.9 }],
  selectFeatures: [{}, { lags: "together" }],
  askWhatIf: [{}, { features: ["a"], lambda: 1, batches: ["one"] }],
  specifyNorm: [
    { columns: ["a", "b"], lambda: 1, title: "House", tags: ["home"] },
    {
      columns: ["a", "b"],
      lags: { a: [0, 1] },
      timezone: "Europe/Brussels",
      step: "1d",
      calendar: ["day_of_week"],
      candidates: ["a"],
      forget: { half_life: "90d" },
    },
  ],
  trainModel: [training, classes],
  retrainModel: [training, { problem: "regression", name: "Ridge", h_tune: false }],
  predictModel: [{ X: x }],
  amendModel: [{ title: "Shown", tags: ["a"] }, { description: null }],
  storeSessions: [{ sessions: [visit] }],
  addViews: [{ views: ["A/B"], start: visit.start }, { views: [{ id: "1", view: "A/C" }] }],
  trainSessionModel: [{}, { name: "Ridge", h_tune: false, params: {} }],
  predictVisit: [visit],
};
