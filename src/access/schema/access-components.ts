// Schemas of tokens and the audit that have a name in the document: the one that they have here.
import { AuditedChange, AuditList } from "./audit-answer.ts";
import { MadeToken, Token, TokenList } from "./token-answer.ts";
import { TokenRequest } from "./token-request.ts";

export const accessComponents = { AuditedChange, AuditList, MadeToken, Token, TokenList, TokenRequest };
