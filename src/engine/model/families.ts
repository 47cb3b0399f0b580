// THE LIST: what can be trained. Requests, grids, OpenAPI and the contract suite follow from it.
import { gradientBoosting } from "./boosting/gradient-boosting.ts";
import type { Family } from "./family.ts";
import { randomForest } from "./forest/random-forest.ts";
import { ridge } from "./ridge/ridge.ts";
import { supportVectorMachine } from "./svm/support-vector-machine.ts";
import { votingOf } from "./voting/voting.ts";

// Each is written for its own hyperparameters and units; whoever goes by the list hands back to a family only what came from it.
const alone = [randomForest, supportVectorMachine, ridge, gradientBoosting] as unknown as readonly Family[];

export const families = [...alone, votingOf(alone)] as unknown as readonly Family[];

export const PROBLEMS = ["classification", "regression"] as const;
