import {failed, type Result} from '../domain/result.ts';
import {madeContent, readNeeded, wrongLayout} from './archive-source.ts';
import type {DownloadOutcome} from './download-ports.ts';
import {downloadSource} from './download-source.ts';
import type {SourceFailure} from './failures.ts';
import {failureOf} from './judge-outcome.ts';
import {USUAL_SNORT} from './known-snapshots.ts';
import {paceRequests} from './pace-requests.ts';
import {parseUrl} from './parse-url.ts';
import type {PulledPork, RulesetSource, SourceContent, SourceRequest} from './ports.ts';
import {
  lacksOf,
  orderFrom,
  type Provider,
  type ProviderDeps,
  type ProviderOrder,
  SNORT_ORG,
  withUrl,
} from './provider.ts';

/** Creates a source that PulledPork3 downloads and processes; if it is not installed, ruletrial does both, and says so. */
export function pulledPorkSource(provider: Provider, deps: ProviderDeps): RulesetSource {
  const {say, log, clock} = deps;
  return {
    lacks: lacksOf(provider),
    async read(place, request) {
      const order = orderFrom(provider, request);
      if ('kind' in order) return failed(order);
      const pulledpork = await deps.pulledpork();
      const obstacle = obstacleTo(provider, order, pulledpork);
      if (!pulledpork || obstacle !== undefined) {
        const text = `rulesets/${request.ruleset}.yaml: ${obstacle}: ruletrial downloads the archive itself`;
        say({kind: 'info', text});
        return downloadSource(provider, deps).read(place, request);
      }
      // PulledPork3 does not limit its own requests
      const pace = paceRequests(log, clock, order.secret ? [order.secret.value] : []);
      const permission = pace.permit(order.url, 'first');
      if (!permission.may) {
        return failed(
          failureOf(
            order,
            {kind: 'held-back', until: permission.until, reason: permission.reason},
            log,
            clock,
          ),
        );
      }
      const content = await pullAndMake(provider, order, request, pulledpork, deps);
      pace.answered(answerOf(content, order.url));
      return withUrl(order.url, content);
    },
  };
}

/** Says why PulledPork3 cannot be used: it supports only snort.org, and derives the name of a registered archive from the Snort version. */
function obstacleTo(
  {layout, base}: Provider,
  {name, snort}: ProviderOrder,
  pulledpork: PulledPork | undefined,
): string | undefined {
  if (!pulledpork) return 'PulledPork3 was not found';
  if (base !== SNORT_ORG) return `PulledPork3 does not support mirrors, and ${base} is one`;
  return layout === 'registered' && snort === undefined
    ? `it is unknown for which Snort version ${name} is made, and PulledPork3 depends on that`
    : undefined;
}

function pullAndMake(
  {layout}: Provider,
  order: ProviderOrder,
  request: SourceRequest,
  pulledpork: PulledPork,
  {reader}: ProviderDeps,
): Promise<Result<SourceContent, SourceFailure>> {
  const run = {
    ruleset: request.ruleset,
    layout,
    archive: undefined,
    oinkcode: order.secret?.value,
    snortVersion: (layout === 'registered' ? order.snort : request.snortVersion) ?? USUAL_SNORT,
    policy: request.policy,
    soPlatform: request.soRules === 'load' ? request.soPlatform : undefined,
  };
  return pulledpork.process(run, async ({text, archive}) => {
    const members = await readNeeded(archive, request, reader);
    if (!members.ok) return members;
    const wrong = wrongLayout(layout, members.value, archive, request.ruleset);
    if (wrong) return failed(wrong);
    return madeContent(layout, members.value, order.name, request, {text, version: pulledpork.version});
  });
}

/** Returns the provider's answer, as far as PulledPork3 reports it. */
function answerOf(content: Result<SourceContent, SourceFailure>, url: string): DownloadOutcome {
  if (content.ok) return {kind: 'got', bytes: new Uint8Array(), etag: undefined, modified: undefined, url};
  const status = 'status' in content.failure ? content.failure.status : undefined;
  if (status === undefined) {
    const lost = 'notConnectedTo' in content.failure ? content.failure.notConnectedTo : undefined;
    const notConnected =
      lost !== undefined && lost === parseUrl(url)?.hostname ? {notConnected: true as const} : {};
    return {kind: 'network', reason: content.failure.kind, ...notConnected};
  }
  return status >= 500
    ? {kind: 'server-error', status, retryAfterSeconds: undefined}
    : {kind: 'refused', status, retryAfterSeconds: undefined, reason: ''};
}
