// Schemas of the shop that have a name in the document: the one that they have here.
import { Session, Visit } from "./session.ts";
import {
  CategoriesAnswer,
  CategoryHistory,
  GrownSession,
  ListedSession,
  SessionList,
  StoreAnswer,
  StoredSession,
  TotalsAnswer,
  VisitorForgotten,
  VisitorHeld,
} from "./session-answer.ts";
import {
  GenderFigures,
  PairedDifference,
  SessionPrediction,
  SessionReportAnswer,
  Spoken,
  Spread,
} from "./session-report.ts";
import { SessionsBody, TrainSessionModelRequest } from "./session-request.ts";
import { ViewsRequest } from "./views-request.ts";

const sent = { Session, SessionsBody, TrainSessionModelRequest, ViewsRequest, Visit };

const answered = {
  CategoriesAnswer,
  CategoryHistory,
  GenderFigures,
  GrownSession,
  ListedSession,
  PairedDifference,
  SessionList,
  SessionPrediction,
  SessionReportAnswer,
  Spoken,
  Spread,
  StoreAnswer,
  StoredSession,
  TotalsAnswer,
  VisitorForgotten,
  VisitorHeld,
};

export const sessionComponents = { ...sent, ...answered };
