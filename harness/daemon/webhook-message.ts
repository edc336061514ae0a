import {isoSeconds} from '../domain/time.ts';
import type {StoredNotice} from '../live/notice-kinds.ts';

/** The message to a webhook, sent as JSON. */
export interface WebhookMessage {
  readonly version: 1;
  readonly kind: string;
  readonly trial: string;
  /** The slot, counted from 1. */
  readonly slot?: number;
  readonly arm?: string;
  /** The time in ISO 8601, UTC. */
  readonly at: string;
  readonly text: string;
  /** The name of the host. */
  readonly sensor: string;
}

/** Turns a stored notice into a message for a webhook. */
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
