// What charts say.
export const series = {
  time: (zone: string) => `time (${zone})`,
  lower: "lower",
  upper: "upper",
  howTo: "Drag to zoom, shift and drag to move, Ctrl and the wheel to zoom where the pointer is.",
  choose: "Drag over what you want to choose.",
  walk: "Arrow keys walk from time to time.",
  keys: "Arrow keys walk from time to time, Page Up and Page Down move, + and − zoom, Home shows all.",
  earlier: "Earlier",
  later: "Later",
  closer: "Closer",
  wider: "Wider",
  all: "All",
};

export const plane = {
  axis: (label: string, from: string, to: string) => `${label} from ${from} to ${to}.`.trimStart(),
};
