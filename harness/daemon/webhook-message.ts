import {isoSeconds} from '../domain/time.ts';
import type {StoredNotice} from '../live/notice-kinds.ts';

/** What a webhook is sent, as JSON. */
export interface WebhookMessage {
  readonly version: 1;
  readonly kind: string;
  readonly trial: string;
  /** From 1. */
  readonly slot?: number;
  readonly arm?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
  /** Name of the host. */
  readonly sensor: string;
}

/** A stored notice as a webhook is told of it. */
export const webhookMessage = ({
  kind,
  trial,
  slot,
  arm,
  at,
  text,
  sensor,
}: StoredNotice & {trial: string; sensor: string}): WebhookMessage => ({
  version: 1,
  kind,
  trial,
  ...(slot === undefined ? {} : {slot: slot + 1}),
  ...(arm === undefined ? {} : {arm}),
  at: isoSeconds(at),
  text,
  sensor,
});
