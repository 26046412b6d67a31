/** The calls about partners, agreements, releases, consents and recalls. */
import { get, post, send } from './client.ts';
import type { Agreement, AgreementAct, AgreementEffect, Consent, DryRun, Emergency, Partner, Recall, Release, Released, StandingRelease, TrustList, TrustPage } from './types-sharing.ts';

export interface Question {
  readonly recipient: string;
  readonly entities: readonly string[];
}

export const listPartners = (signal?: AbortSignal): Promise<readonly Partner[]> => get('/partners', {}, signal);
export const listTrust = (signal?: AbortSignal): Promise<TrustPage> => get('/trust', {}, signal);
export const signTrust = (digest: string): Promise<TrustList> => post(`/trust/${encodeURIComponent(digest)}/sign`, {});
export const rotateKeys = (revoke: boolean): Promise<TrustList> => post('/trust/keys', { revoke });
export const listAgreements = (signal?: AbortSignal): Promise<readonly Agreement[]> => get('/agreements', {}, signal);
export const actOnAgreement = (digest: string, act: AgreementAct): Promise<Agreement> =>
  post(`/agreements/${encodeURIComponent(digest)}/acts`, { act });
export const weighAgreement = (digest: string): Promise<AgreementEffect> => get(`/agreements/${encodeURIComponent(digest)}/effect`);
export const listEmergencies = (signal?: AbortSignal): Promise<readonly Emergency[]> => get('/emergencies', {}, signal);
export const declareEmergency = (digest: string, hours: number, reason: string): Promise<Emergency> =>
  post(`/agreements/${encodeURIComponent(digest)}/emergencies`, { hours, reason });
export const confirmEmergency = (id: string): Promise<Emergency> => post(`/emergencies/${encodeURIComponent(id)}/confirm`, {});
export const endEmergency = (id: string, reason: string): Promise<Emergency> => post(`/emergencies/${encodeURIComponent(id)}/end`, { reason });
/** A document is signed byte for byte, so it is sent as it stands in its file. */
async function sendDocument<T>(path: string, document: Blob): Promise<T> {
  const response = await send(path, { method: 'POST', body: document, contentType: 'application/json' });
  return (await response.json()) as T;
}
export const weighDraft = (document: Blob): Promise<AgreementEffect> => sendDocument('/agreements/effect', document);
export const proposeAgreement = (document: Blob): Promise<Agreement> => sendDocument('/agreements', document);
export const tryRelease = (question: Question): Promise<DryRun> => post('/releases/dry-run', question);
export const sendRelease = (question: Question): Promise<Released> => post('/releases', question);
export const listReleases = (signal?: AbortSignal): Promise<readonly Release[]> => get('/releases', {}, signal);
export const listStanding = (signal?: AbortSignal): Promise<readonly StandingRelease[]> => get('/standing-releases', {}, signal);
export const orderStanding = (recipient: string): Promise<StandingRelease> => post('/standing-releases', { recipient });
export const endStanding = (order: string): Promise<StandingRelease> => post(`/standing-releases/${encodeURIComponent(order)}/end`, {});
export const listConsents = (signal?: AbortSignal): Promise<readonly Consent[]> => get('/consents', {}, signal);
export const askConsent = (question: Question, reason: string): Promise<readonly Consent[]> => post('/consents', { ...question, reason });
export const answerConsent = (consent: string, give: boolean, reason: string): Promise<Consent> =>
  post('/consents/answers', { consent, give, reason });
export const listRecalls = (signal?: AbortSignal): Promise<readonly Recall[]> => get('/recalls', {}, signal);
export const orderRecall = (statements: readonly string[], reason: string): Promise<Recall> => post('/recalls', { statements, reason });
